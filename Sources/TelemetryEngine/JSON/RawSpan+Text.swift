extension RawSpan {
  /// The first position in `start..<end` whose byte is not ASCII or must be escaped in JSON; `end`
  /// when there is none.
  @inline(__always)
  func endOfPlainText(_ start: Int, _ end: Int) -> Int {
    var position = start
    while end - position >= 8, Self.isPlain(littleEndian64(at: position)) { position += 8 }
    // The last word overlaps bytes that were looked at already.
    if position < end, end - start >= 8, Self.isPlain(littleEndian64(at: end - 8)) { return end }
    while position < end, Self.isPlain(uint8(at: position)) { position += 1 }
    return position
  }

  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// Whether all eight bytes are plain. Subtracting from a byte sets its top bit when it was smaller;
  /// a borrow from a neighbour can only make a plain byte look special, and then that neighbour is.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let control = word &- ones &* 0x20
    let quote = (word ^ ones &* 0x22) &- ones
    let backslash = (word ^ ones &* 0x5c) &- ones
    return (word | control | quote | backslash) & ones &* 0x80 == 0
  }
}
