extension RawSpan {
  /// Whether `self[start..<end]` is well-formed UTF-8, which proto3 demands of every string field.
  @inline(__always)
  func isUTF8(_ start: Int, _ end: Int) -> Bool {
    precondition(start >= 0 && start <= end && end <= byteCount)
    var offset = start
    while offset + 8 <= end {
      // `0 <= start <= offset`, `offset + 8 <= end <= byteCount`.
      let word = unsafe uncheckedLittleEndian64(at: offset)
      if word & 0x8080_8080_8080_8080 != 0 { return isUTF8Slowly(offset, end) }
      offset += 8
    }
    return littleEndian(at: offset, count: end - offset) & 0x8080_8080_8080_8080 == 0
      || isUTF8Slowly(offset, end)
  }

  @inline(never)
  func isUTF8Slowly(_ start: Int, _ end: Int) -> Bool {
    var offset = start
    while offset < end {
      let length = uint8(at: offset) < 0x80 ? 1 : lengthOfCharacter(at: offset, end)
      guard length > 0 else { return false }
      offset += length
    }
    return true
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
