/// Loads from received bytes. Each checks its bound and then reads without a second check, which
/// is what makes the engine's single pass fast; nothing else in the engine reads raw memory.
extension RawSpan {
  @inline(__always)
  func byte(_ offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount)
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes, the first one lowest.
  @inline(__always)
  func word(_ offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= byteCount - 8)
    return unsafe UInt64(
      littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// `word` for callers that have proved `0 <= offset <= byteCount - 8`.
  @unsafe @inline(__always)
  func uncheckedWord(_ offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// `byte` for callers that have proved `0 <= offset < byteCount`.
  @unsafe @inline(__always)
  func uncheckedByte(_ offset: Int) -> UInt8 {
    unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes, the first one highest.
  @inline(__always)
  func bigEndianWord(_ offset: Int) -> UInt64 { word(offset).byteSwapped }

  /// The `count` bytes from `offset` on, fewer than eight, the first one lowest, zeros above.
  @inline(__always)
  func shortWord(_ offset: Int, _ count: Int) -> UInt64 {
    precondition(offset >= 0 && count >= 0 && count < 8 && offset <= byteCount - count)
    if byteCount - offset >= 8 {
      return word(offset) & ((1 &<< UInt64(count &* 8)) &- 1)
    }
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(byte(offset + index)) &<< UInt64(index &* 8) }
    return value
  }

  /// Whether `self[start..<start + text.count]` is `text`; false when it does not fit before `end`.
  @inline(__always)
  func matches(_ text: StaticString, at start: Int, before end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard start >= 0, start <= end, end <= byteCount, end - start >= count else { return false }
    for index in 0..<count {
      // `start + index < start + count <= end <= byteCount`, checked above.
      if unsafe uncheckedByte(start &+ index) != text.utf8Start[index] { return false }
    }
    return true
  }

  /// Whether two ranges of equal length hold the same bytes.
  @inline(__always)
  func equals(_ start: Int, _ other: RawSpan, _ otherStart: Int, count: Int) -> Bool {
    var index = 0
    while index + 8 <= count {
      if word(start + index) != other.word(otherStart + index) { return false }
      index += 8
    }
    return shortWord(start + index, count - index)
      == other.shortWord(otherStart + index, count - index)
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

  /// Appends `self[start..<end]` to `output`.
  func append(_ start: Int, _ end: Int, to output: inout [UInt8]) {
    precondition(start >= 0 && start <= end && end <= byteCount)
    unsafe withUnsafeBytes {
      unsafe output.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[start..<end]))
    }
  }

  func string(_ start: Int, _ end: Int) -> String {
    String(decoding: copied(start, end), as: UTF8.self)
  }

  /// The varint in `self[start..<end]`, which a reader has checked already.
  func varint(_ start: Int, _ end: Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    for offset in start..<end {
      value |= UInt64(byte(offset) & 0x7f) &<< shift
      shift += 7
    }
    return value
  }
}
