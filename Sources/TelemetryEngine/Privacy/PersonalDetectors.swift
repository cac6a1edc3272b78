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
    var offset = bytes.firstIndex(of: 0x40, start, end)
    while offset < end {
      var open = offset
      while open > start, isLocalPart(bytes.byte(open - 1)) { open -= 1 }
      var close = offset + 1
      while close < end, isDomain(bytes.byte(close)) { close += 1 }
      while close > offset + 1, !ASCII.isAlphanumeric(bytes.byte(close - 1)), bytes.byte(close - 1) < 0x80 {
        close -= 1
      }
      let hasDot = (offset + 1..<close).contains { bytes.byte($0) == 0x2e }
      if open < offset, hasDot { edits.add(open, close, .email, .pseudonym) }
      offset = bytes.firstIndex(of: 0x40, max(close, offset + 1), end)
    }
  }

  private static func isLocalPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "{")...UInt8(ascii: "~"), 0x80...:
      true
    default: ASCII.isAlphanumeric(byte)
    }
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x2d || byte == 0x2e || byte >= 0x80
  }

  /// `/home/NAME`, `/Users/NAME`, `\Users\NAME`; not a URL's `/home/` behind a host.
  private static func homeDirectories(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    for separator in [UInt8(ascii: "/"), UInt8(ascii: "\\")] {
      var offset = bytes.firstIndex(of: separator, start, end)
      while offset < end {
        var next = offset + 1
        if let name = homeDirectory(bytes, offset, start, end) {
          var close = name
          while close < end, !endsPathSegment(bytes.byte(close)) { close += 1 }
          if !bytes.matches("<user>", at: name, before: end) {
            edits.add(name, close, .homeDirectory, .literal("<user>"))
          }
          next = max(close, next)
        }
        offset = bytes.firstIndex(of: separator, next, end)
      }
    }
  }

  /// Where the user's name starts if the separator at `offset` begins a home directory.
  @inline(__always)
  private static func homeDirectory(_ bytes: RawSpan, _ offset: Int, _ start: Int, _ end: Int) -> Int? {
    guard end - offset > 6 else { return nil }
    switch bytes.byte(offset + 1) {
    case UInt8(ascii: "h"):
      return bytes.matches("/home/", at: offset, before: end) && startsPath(bytes, offset, start)
        ? offset + 6 : nil
    case UInt8(ascii: "U"):
      if bytes.matches("/Users/", at: offset, before: end) {
        return startsPath(bytes, offset, start) ? offset + 7 : nil
      }
      if bytes.matches("\\Users\\\\", at: offset, before: end) { return offset + 8 }
      return bytes.matches("\\Users\\", at: offset, before: end) ? offset + 7 : nil
    default: return nil
    }
  }

  private static func startsPath(_ bytes: RawSpan, _ slash: Int, _ start: Int) -> Bool {
    guard slash > start else { return true }
    let before = bytes.byte(slash - 1)
    return !ASCII.isAlphanumeric(before) && before != 0x2e && before != 0x2d && before != 0x5f
  }

  private static func endsPathSegment(_ byte: UInt8) -> Bool {
    switch byte {
    case ...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "*"), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: ";"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
      true
    default: false
    }
  }

  /// IPv4 addresses that stand alone, behind `//` or before a port; not version numbers.
  private static func addresses(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var dot = bytes.firstIndex(of: 0x2e, start, end)
    while dot < end {
      var close = dot + 1
      if dot > start, ASCII.isDigit(bytes.byte(dot - 1)) {
        var open = dot - 1
        while open > start, ASCII.isDigit(bytes.byte(open - 1)) || bytes.byte(open - 1) == 0x2e { open -= 1 }
        while open < dot, bytes.byte(open) == 0x2e { open += 1 }
        while close < end, ASCII.isDigit(bytes.byte(close)) || bytes.byte(close) == 0x2e { close += 1 }
        address(bytes, open, close, start, end, &edits)
      }
      dot = bytes.firstIndex(of: 0x2e, close, end)
    }
  }

  /// Judges a run of digits and dots.
  private static func address(
    _ bytes: RawSpan, _ open: Int, _ close: Int, _ start: Int, _ end: Int, _ edits: inout TextEdits
  ) {
    guard close - open >= 7, mayPrecedeAddress(bytes, open, start),
      close == end || !(ASCII.isWord(bytes.byte(close)) || bytes.byte(close) == 0x2d),
      let last = lastOctet(bytes, open, close),
      last.end - last.start > 1 || bytes.byte(last.start) != 0x30
    else { return }
    edits.add(last.start, last.end, .ipAddress, .zeroLastOctet)
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
