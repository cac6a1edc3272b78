/// Detectors of people and their machines inside texts; they run in `balanced` and `strict`.
enum PersonalDetectors {
  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, into edits: inout TextEdits
  ) {
    if classes.contains(.at) { emails(bytes, start, end, &edits) }
    if !classes.isDisjoint(with: [.slash, .backslash]) { homeDirectories(bytes, start, end, &edits) }
    if classes.isSuperset(of: [.dot, .digit]) { addresses(bytes, start, end, &edits) }
  }

  private static func emails(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while offset < end {
      guard bytes.byte(offset) == 0x40 else {
        offset += 1
        continue
      }
      var open = offset
      while open > start, isLocalPart(bytes.byte(open - 1)) { open -= 1 }
      var close = offset + 1
      while close < end, isDomain(bytes.byte(close)) { close += 1 }
      while close > offset + 1, !ASCII.isAlphanumeric(bytes.byte(close - 1)), bytes.byte(close - 1) < 0x80 {
        close -= 1
      }
      let hasDot = (offset + 1..<close).contains { bytes.byte($0) == 0x2e }
      if open < offset, hasDot { edits.add(open, close, .email, .pseudonym) }
      offset = max(close, offset + 1)
    }
  }

  private static func isLocalPart(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte >= 0x80 || "._%+-'!#$&*=^{|}~".utf8.contains(byte)
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x2d || byte == 0x2e || byte >= 0x80
  }

  /// `/home/NAME`, `/Users/NAME`, `\Users\NAME`; not a URL's `/home/` behind a host.
  private static func homeDirectories(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while offset + 6 < end {
      let first = bytes.byte(offset)
      guard first == 0x2f || first == 0x5c else {
        offset += 1
        continue
      }
      let name: Int
      if bytes.matches("/home/", at: offset, before: end), startsPath(bytes, offset, start) {
        name = offset + 6
      } else if bytes.matches("/Users/", at: offset, before: end), startsPath(bytes, offset, start) {
        name = offset + 7
      } else if bytes.matches("\\Users\\\\", at: offset, before: end) {
        name = offset + 8
      } else if bytes.matches("\\Users\\", at: offset, before: end) {
        name = offset + 7
      } else {
        offset += 1
        continue
      }
      var close = name
      while close < end, !endsPathSegment(bytes.byte(close)) { close += 1 }
      if !bytes.matches("<user>", at: name, before: end) {
        edits.add(name, close, .homeDirectory, .literal("<user>"))
      }
      offset = max(close, name)
    }
  }

  private static func startsPath(_ bytes: RawSpan, _ slash: Int, _ start: Int) -> Bool {
    guard slash > start else { return true }
    let before = bytes.byte(slash - 1)
    return !ASCII.isAlphanumeric(before) && before != 0x2e && before != 0x2d && before != 0x5f
  }

  private static func endsPathSegment(_ byte: UInt8) -> Bool {
    byte <= 0x20 || "/\\\"':;,<>|?*()[]{}".utf8.contains(byte)
  }

  /// IPv4 addresses that stand alone, behind `//` or before a port; not version numbers.
  private static func addresses(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while offset < end {
      guard ASCII.isDigit(bytes.byte(offset)) else {
        offset += 1
        continue
      }
      var close = offset
      var dots = 0
      while close < end, ASCII.isDigit(bytes.byte(close)) || bytes.byte(close) == 0x2e {
        if bytes.byte(close) == 0x2e { dots += 1 }
        close += 1
      }
      if dots >= 3, let last = lastOctet(bytes, offset, close), mayPrecedeAddress(bytes, offset, start),
        close == end || !(ASCII.isWord(bytes.byte(close)) || bytes.byte(close) == 0x2d)
      {
        let octetEnd = last.end
        if !(octetEnd - last.start == 1 && bytes.byte(last.start) == 0x30) {
          edits.add(last.start, octetEnd, .ipAddress, .zeroLastOctet)
        }
      }
      offset = close
    }
  }

  /// The last number of a dotted quad that fills `bytes[start..<end]`, but for a final full stop.
  private static func lastOctet(_ bytes: RawSpan, _ start: Int, _ end: Int) -> (start: Int, end: Int)? {
    let close = bytes.byte(end - 1) == 0x2e ? end - 1 : end
    var octets = 0
    var open = start
    var value = 0
    var digits = 0
    for offset in start...close {
      if offset < close, bytes.byte(offset) != 0x2e {
        value = value * 10 + Int(bytes.byte(offset) - 0x30)
        digits += 1
        guard digits <= 3 else { return nil }
        continue
      }
      guard digits > 0, value <= 255 else { return nil }
      octets += 1
      if offset < close {
        open = offset + 1
        value = 0
        digits = 0
      }
    }
    return octets == 4 ? (open, close) : nil
  }

  private static func mayPrecedeAddress(_ bytes: RawSpan, _ offset: Int, _ start: Int) -> Bool {
    guard offset > start else { return true }
    let before = bytes.byte(offset - 1)
    if before == 0x2f { return offset - 1 > start && bytes.byte(offset - 2) == 0x2f }
    return !ASCII.isWord(before) && before != 0x2d
  }
}
