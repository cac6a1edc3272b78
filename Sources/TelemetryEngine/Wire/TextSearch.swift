extension RawSpan {
  /// Where `byte` first stands in `self[start..<end]`.
  @inline(__always)
  func firstIndex(of byte: UInt8, _ start: Int, _ end: Int) -> Int? {
    firstIndex(of: byte, ignoring: 0, start, end)
  }

  /// Where the letter, given in lower case, first stands in either case.
  @inline(__always)
  func firstIndex(ofLetter letter: UInt8, _ start: Int, _ end: Int) -> Int? {
    firstIndex(of: letter, ignoring: 0x20, start, end)
  }

  /// Where `byte` first stands when the bits of `ignored`, which are set in it, do not matter.
  @inline(__always)
  private func firstIndex(of byte: UInt8, ignoring ignored: UInt8, _ start: Int, _ end: Int) -> Int? {
    precondition(start >= 0 && end <= byteCount)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = UInt64(byte) &* ones
    let mask = UInt64(ignored) &* ones
    var offset = start
    while offset + 8 <= end {
      // `0 <= start <= offset`, `offset + 8 <= end <= byteCount`.
      let word = unsafe (uncheckedLittleEndian64(at: offset) | mask) ^ pattern
      // The lowest bit set is that of the first zero byte; those above it may be false.
      let zeros = (word &- ones) & ~word & (ones &* 0x80)
      if zeros != 0 { return offset + zeros.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < end {
      if unsafe uncheckedUInt8(at: offset) | ignored == byte { return offset }
      offset += 1
    }
    return nil
  }

  /// Where `text` first stands in `self[start..<end]`.
  func firstIndex(of text: StaticString, _ start: Int, _ end: Int) -> Int? {
    var offset = start
    while let found = firstIndex(of: text.byte(0), offset, end) {
      if matches(text, at: found, before: end) { return found }
      offset = found + 1
    }
    return nil
  }

  /// Whether `text` stands at `start`; false when it does not fit before `end`.
  func matches(_ text: StaticString, at start: Int, before end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard start >= 0, end - start >= count else { return false }
    for index in 0..<count where uint8(at: start + index) != text.byte(index) { return false }
    return true
  }

  /// Whether `text`, given in lower case, stands at `start` in any case.
  func matchesIgnoringCase(_ text: StaticString, at start: Int, before end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end - start >= count else { return false }
    return (0..<count).allSatisfy { ASCII.lowercased(uint8(at: start + $0)) == text.byte($0) }
  }

  /// Whether `self[start..<end]` holds the same bytes as `other[otherStart...]`, which must be as long.
  func equals(_ start: Int, _ end: Int, _ other: RawSpan, _ otherStart: Int = 0) -> Bool {
    var offset = start
    let shift = otherStart - start
    while offset + 8 <= end {
      if littleEndian64(at: offset) != other.littleEndian64(at: offset + shift) { return false }
      offset += 8
    }
    let rest = end - offset
    return littleEndian(at: offset, count: rest) == other.littleEndian(at: offset + shift, count: rest)
  }

  func copied(_ start: Int, _ end: Int) -> [UInt8] {
    precondition(start >= 0 && start <= end && end <= byteCount)
    return unsafe [UInt8](unsafeUninitializedCapacity: end - start) { target, initialized in
      unsafe withUnsafeBytes { source in
        // The source slice and the array have the same length, `end - start`.
        unsafe UnsafeMutableRawBufferPointer(target)
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<end]))
      }
      initialized = end - start
    }
  }

  func string(_ start: Int, _ end: Int) -> String {
    String(decoding: copied(start, end), as: UTF8.self)
  }
}
