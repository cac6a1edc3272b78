extension RawSpan {
  /// Where `byte` first stands in `self[start..<end]`; `end` when it does not.
  @inline(__always)
  func firstIndex(of byte: UInt8, _ start: Int, _ end: Int) -> Int {
    firstIndex(start, end, repeating: byte, folding: 0) { $0 == byte }
  }

  /// Where the letter, given in lower case, first stands in either case; `end` when it does not.
  @inline(__always)
  func firstIndex(ofLetter letter: UInt8, _ start: Int, _ end: Int) -> Int {
    firstIndex(start, end, repeating: letter, folding: 0x2020_2020_2020_2020) { $0 | 0x20 == letter }
  }

  /// Looks at eight bytes at a time for one that becomes zero when `byte` is taken from it.
  @inline(__always)
  private func firstIndex(
    _ start: Int, _ end: Int, repeating byte: UInt8, folding fold: UInt64, _ isMatch: (UInt8) -> Bool
  ) -> Int {
    // Proves every load below: each offset is at least `start` and each load ends by `end`.
    precondition(start >= 0 && start <= end && end <= byteCount)
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    var offset = start
    while offset &+ 8 <= end {
      let difference = unsafe (uncheckedWord(offset) | fold) ^ pattern
      let zeros = (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
      if zeros != 0 { return offset &+ zeros.trailingZeroBitCount &>> 3 }
      offset &+= 8
    }
    while offset < end {
      if unsafe isMatch(uncheckedByte(offset)) { return offset }
      offset &+= 1
    }
    return end
  }

  /// Where `text` first stands in `self[start..<end]`.
  func firstIndex(of text: StaticString, _ start: Int, _ end: Int) -> Int? {
    var offset = firstIndex(of: text.byte(0), start, end)
    while offset < end {
      if matches(text, at: offset, before: end) { return offset }
      offset = firstIndex(of: text.byte(0), offset + 1, end)
    }
    return nil
  }

  /// Whether `text`, given in lower case, stands at `start` in any case.
  func matchesIgnoringCase(_ text: StaticString, at start: Int, before end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end - start >= count else { return false }
    return (0..<count).allSatisfy { ASCII.lowercased(byte(start + $0)) == text.byte($0) }
  }
}
