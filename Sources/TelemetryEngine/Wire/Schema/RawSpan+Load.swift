/// Loads of plain integers. `RawSpan` checks every offset against its bounds; it calls the loads
/// unsafe because some types must not be made from arbitrary bytes, which integers may.
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
}
