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

  /// The length of the well-formed UTF-8 sequence of two to four bytes that begins at `position`
  /// (Unicode Standard, table 3-7); 0 when there is none before `end`.
  func lengthOfCharacter(at position: Int, _ end: Int) -> Int {
    let lead = uint8(at: position)
    let (length, second): (Int, ClosedRange<UInt8>) =
      switch lead {
      case 0xc2...0xdf: (2, 0x80...0xbf)
      case 0xe0: (3, 0xa0...0xbf)
      case 0xed: (3, 0x80...0x9f)
      case 0xe1...0xef: (3, 0x80...0xbf)
      case 0xf0: (4, 0x90...0xbf)
      case 0xf1...0xf3: (4, 0x80...0xbf)
      case 0xf4: (4, 0x80...0x8f)
      default: (0, 0x80...0xbf)
      }
    guard length > 0, end - position >= length, second.contains(uint8(at: position + 1)) else {
      return 0
    }
    for index in 2..<length where uint8(at: position + index) & 0xc0 != 0x80 { return 0 }
    return length
  }
}
