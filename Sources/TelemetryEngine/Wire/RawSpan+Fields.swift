/// The parts of a field, each read from a position and giving the next: a reader's own state then
/// stays in registers.
///
/// All require `0 <= position` and `end <= byteCount`, which `FieldReader` has checked once.
extension RawSpan {
  /// A tag of more than one byte, or a wrong one. It has 32 bits, so at most five bytes, and its field
  /// number is not 0.
  @inline(never)
  func longTag(_ position: Int, _ end: Int) throws(WireError) -> (tag: UInt32, next: Int) {
    var next = position
    let tag = try nextVarint(&next, end)
    guard next - position <= 5, tag <= UInt64(UInt32.max), tag >> 3 != 0 else {
      throw WireError(.invalidFieldNumber, at: position)
    }
    return (UInt32(tag), next)
  }

  /// The content of a length-delimited field whose length is at `position`.
  @inline(__always)
  func lengthDelimited(_ position: Int, _ end: Int) throws(WireError) -> (low: Int, high: Int) {
    // Lengths of one byte and of two, which is nearly all of them.
    if position &+ 1 < end {
      // `position + 1 < end <= byteCount`.
      let first = unsafe Int(uncheckedUInt8(at: position))
      if first < 0x80 {
        let high = position &+ 1 &+ first
        guard high <= end else { throw WireError(.truncated, at: position) }
        return (position &+ 1, high)
      }
      let second = unsafe Int(uncheckedUInt8(at: position &+ 1))
      if second < 0x80 {
        let high = position &+ 2 &+ (first & 0x7f | second &<< 7)
        guard high <= end else { throw WireError(.truncated, at: position) }
        return (position &+ 2, high)
      }
    }
    return try longLengthDelimited(position, end)
  }

  @inline(never)
  private func longLengthDelimited(
    _ position: Int, _ end: Int
  ) throws(WireError) -> (low: Int, high: Int) {
    var low = position
    let length = try nextVarint(&low, end)
    guard low - position <= 5 else { throw WireError(.varintTooLong, at: position) }
    guard length <= UInt64(end - low) else { throw WireError(.truncated, at: position) }
    return (low, low + Int(length))
  }

  /// Where the varint at `position` ends.
  @inline(__always)
  func endOfVarint(_ position: Int, _ end: Int) throws(WireError) -> Int {
    // `position < end <= byteCount`.
    if position < end, unsafe uncheckedUInt8(at: position) < 0x80 { return position &+ 1 }
    return try endOfLongVarint(position, end)
  }

  @inline(never)
  private func endOfLongVarint(_ position: Int, _ end: Int) throws(WireError) -> Int {
    var next = position
    _ = try nextVarint(&next, end)
    return next
  }

  /// Where the content of a group ends and where what follows its end tag starts; its content is at
  /// `position`, its start tag was `tag`.
  func endOfGroup(
    _ position: Int, _ end: Int, _ tag: UInt32, depth: Int
  ) throws(WireError) -> (high: Int, end: Int) {
    guard depth <= FieldReader.maximumDepth else { throw WireError(.nestedTooDeeply, at: position) }
    var next = position
    while next < end {
      let start = next
      let inner = try longTag(start, end)
      next = inner.next
      switch inner.tag & 7 {
      case 0: next = try endOfVarint(next, end)
      case 1: next += 8
      case 2: next = try lengthDelimited(next, end).high
      case 3: next = try endOfGroup(next, end, inner.tag, depth: depth + 1).end
      case 4:
        guard inner.tag == tag + 1 else { throw WireError(.unmatchedGroup, at: start) }
        return (start, next)
      case 5: next += 4
      default: throw WireError(.invalidWireType, at: start)
      }
      guard next <= end else { throw WireError(.truncated, at: start) }
    }
    throw WireError(.unmatchedGroup, at: position)
  }
}
