internal import PrivacyCatalogue

/// IPv4 addresses, which lose their last number.
enum IPv4Detector {
  /// Of an address that fills `bytes[start..<end]` and does not end with a zero, the bytes before its last number;
  /// nil where there is none, and for the loopback network.
  static func lengthOfNetwork(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int? {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    var dots = 0
    var value = 0
    var open = start
    var first = 0
    var offset = start
    while offset < end {
      // `0 <= start <= offset < end <= byteCount`.
      let digit = unsafe Int(bytes.uncheckedUInt8(at: offset)) &- 0x30
      if digit >= 0 {
        value = value &* 10 &+ digit
      } else {
        // All else is a dot.
        guard offset > open, offset &- open <= 3, value <= 255 else { return nil }
        if dots == 0 { first = value }
        dots &+= 1
        open = offset &+ 1
        value = 0
      }
      offset &+= 1
    }
    guard dots == 3, end > open, end &- open <= 3, value <= 255, value > 0, first != 127 else { return nil }
    return open &- start
  }

  /// IPv4 addresses that stand alone, behind `//` or before a port; not version numbers.
  static func find(in bytes: RawSpan, _ start: Int, _ end: Int, into edits: inout TextEdits) {
    var offset = start
    while let dot = bytes.firstIndex(of: UInt8(ascii: "."), offset, end) {
      var open = dot
      while open > offset, ASCII.isDigit(bytes.uint8(at: open - 1)) { open -= 1 }
      guard open < dot else {
        offset = dot + 1
        continue
      }
      var close = dot
      while close < end, ASCII.isDigit(bytes.uint8(at: close)) || bytes.uint8(at: close) == 0x2e {
        close += 1
      }
      offset = close
      guard close - open >= 7, let last = lastOctet(bytes, open, close),
        mayPrecedeAddress(bytes, open, start),
        close == end || !(ASCII.isWord(bytes.uint8(at: close)) || bytes.uint8(at: close) == 0x2d)
      else { continue }
      take(last, of: open, bytes, &edits)
    }
  }

  private static func take(
    _ last: (start: Int, end: Int), of address: Int, _ bytes: RawSpan, _ edits: inout TextEdits
  ) {
    // The loopback network is the same on every machine.
    if bytes.matches("127.", at: address, before: last.end) { return }
    if last.end - last.start > 1 || bytes.uint8(at: last.start) != 0x30 {
      edits.add(last.start, last.end, .ipAddress, .zero)
    }
  }

  /// The last number of a dotted quad that fills `bytes[start..<end]`, all digits and dots, but for a
  /// final full stop.
  private static func lastOctet(_ bytes: RawSpan, _ start: Int, _ end: Int) -> (start: Int, end: Int)? {
    let close = bytes.uint8(at: end - 1) == 0x2e ? end - 1 : end
    var open = start
    var dots = 0
    var value = 0
    var offset = start
    while offset < close {
      let byte = bytes.uint8(at: offset)
      if byte == 0x2e {
        guard offset > open, dots < 3 else { return nil }
        dots &+= 1
        open = offset + 1
        value = 0
      } else {
        value = value &* 10 &+ Int(byte &- 0x30)
        guard value <= 255, offset &- open < 3 else { return nil }
      }
      offset &+= 1
    }
    return dots == 3 && open < close ? (open, close) : nil
  }

  private static func mayPrecedeAddress(_ bytes: RawSpan, _ offset: Int, _ start: Int) -> Bool {
    guard offset > start else { return true }
    let before = bytes.uint8(at: offset - 1)
    if before == UInt8(ascii: "/") { return !isProduct(bytes, offset - 1, start) }
    return !ASCII.isWord(before) && before != UInt8(ascii: "-")
  }

  /// Whether a product's name is before the slash, as in `Chrome/120.0.0.0`: a host's name has a dot, and an
  /// address alone has nothing there.
  private static func isProduct(_ bytes: RawSpan, _ slash: Int, _ start: Int) -> Bool {
    var open = slash
    var hasDot = false
    while open > start, slash - open < 64 {
      let byte = bytes.uint8(at: open - 1)
      guard ASCII.isWord(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else { break }
      if byte == UInt8(ascii: ".") { hasDot = true }
      open -= 1
    }
    return open < slash && !hasDot && !bytes.isOnly("localhost", open, slash)
  }
}
