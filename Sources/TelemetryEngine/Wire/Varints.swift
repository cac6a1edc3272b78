/// Base-128 varints in received bytes.
extension RawSpan {
  /// Reads the varint at `position`, which moves past it.
  ///
  /// Requires `0 <= position` and `end <= byteCount`, which the readers check once.
  /// Throws `truncated` when it does not end before `end`; `varintTooLong` past ten bytes or 64 bits.
  func nextVarint(_ position: inout Int, _ end: Int) throws(WireError) -> UInt64 {
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

  /// The value of the varint in `self[start..<end]`, which a reader has seen.
  @inline(__always)
  func varint(_ start: Int, _ end: Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    for offset in start..<end {
      value |= UInt64(uint8(at: offset) & 0x7f) &<< shift
      shift += 7
    }
    return value
  }
}
