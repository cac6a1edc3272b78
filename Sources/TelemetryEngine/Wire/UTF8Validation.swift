extension RawSpan {
  /// Whether `self[start..<end]` is well-formed UTF-8, which proto3 demands of every string field.
  @inline(__always)
  func isUTF8(_ start: Int, _ end: Int) -> Bool {
    var offset = start
    while offset + 8 <= end {
      if word(offset) & 0x8080_8080_8080_8080 != 0 { return isUTF8Slowly(offset, end) }
      offset += 8
    }
    return shortWord(offset, end - offset) & 0x8080_8080_8080_8080 == 0
      || isUTF8Slowly(offset, end)
  }

  @inline(never)
  func isUTF8Slowly(_ start: Int, _ end: Int) -> Bool {
    // Table 3-7 of the Unicode standard: the second byte's range depends on the first byte.
    var offset = start
    while offset < end {
      let lead = byte(offset)
      if lead < 0x80 {
        offset += 1
        continue
      }
      let length: Int
      var second: ClosedRange<UInt8> = 0x80...0xbf
      switch lead {
      case 0xc2...0xdf: length = 2
      case 0xe0: (length, second) = (3, 0xa0...0xbf)
      case 0xed: (length, second) = (3, 0x80...0x9f)
      case 0xe1...0xef: length = 3
      case 0xf0: (length, second) = (4, 0x90...0xbf)
      case 0xf1...0xf3: length = 4
      case 0xf4: (length, second) = (4, 0x80...0x8f)
      default: return false
      }
      guard end - offset >= length, second.contains(byte(offset + 1)) else { return false }
      for index in 2..<max(length, 2) where byte(offset + index) & 0xc0 != 0x80 { return false }
      offset += length
    }
    return true
  }
}
