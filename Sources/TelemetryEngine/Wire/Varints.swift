/// Base-128 varints in received bytes.
extension RawSpan {
  /// Reads the varint at `position`, which moves past it.
  ///
  /// - Precondition: `0 <= position` and `end <= byteCount`, which the readers check once.
  /// - Throws: `truncated` when it does not end before `end`; `varintTooLong` past ten bytes or 64 bits.
  @inline(__always)
  func nextVarint(_ position: inout Int, _ end: Int) throws(WireError) -> UInt64 {
    if position < end {
      // `0 <= position < end <= byteCount`.
      let first = unsafe uncheckedUInt8(at: position)
      if first < 0x80 {
        position += 1
        return UInt64(first)
      }
    }
    return try nextLongVarint(&position, end)
  }

  @inline(never)
  private func nextLongVarint(_ position: inout Int, _ end: Int) throws(WireError) -> UInt64 {
    let start = position
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end {
      let byte = uint8(at: position)
      position += 1
      // The tenth byte has room for one bit.
      if shift == 63, byte > 1 { throw WireError(.varintTooLong, at: start) }
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw WireError(.truncated, at: start)
  }
}
