/// Loads of plain integers out of received bytes. `RawSpan` checks the offsets of those that are not
/// called unchecked; it calls its loads unsafe because some types must not be made from arbitrary
/// bytes, which integers may.
extension RawSpan {
  @inline(__always)
  package func uint8(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  package func littleEndian32(at offset: Int) -> UInt32 {
    unsafe UInt32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  package func littleEndian64(at offset: Int) -> UInt64 {
    unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Eight bytes of an id, the first one highest.
  func bigEndian64(at offset: Int) -> UInt64 { littleEndian64(at: offset).byteSwapped }

  /// Sixteen bytes of an id, the first one highest.
  func bigEndian128(at offset: Int) -> UInt128 {
    UInt128(bigEndian64(at: offset)) << 64 | UInt128(bigEndian64(at: offset + 8))
  }

  /// The `count` bytes from `offset` on, fewer than eight, the first one lowest, zeros above.
  @inline(__always)
  func littleEndian(at offset: Int, count: Int) -> UInt64 {
    precondition(offset >= 0 && count >= 0 && count < 8 && offset <= byteCount - count)
    if byteCount - offset >= 8 {
      return littleEndian64(at: offset) & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
    }
    var value: UInt64 = 0
    for index in 0..<count {
      value |= UInt64(uint8(at: offset + index)) &<< UInt64(truncatingIfNeeded: index &* 8)
    }
    return value
  }

  /// One byte without a check, for loops that have checked their whole range: the caller proves
  /// `0 <= offset < byteCount`.
  @unsafe @inline(__always)
  func uncheckedUInt8(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes, the first one lowest, without a check: the caller proves `0 <= offset` and
  /// `offset + 8 <= byteCount`.
  @unsafe @inline(__always)
  func uncheckedLittleEndian64(at offset: Int) -> UInt64 {
    unsafe UInt64(
      littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }
}
