/// Goes over the fields of one protobuf message (or of a part of one) in received bytes, in the order
/// they came, as strictly as the strictest of the common decoders.
///
/// `advance` moves to the next field; the properties then describe it. Nothing outside the given
/// range is read, groups are stepped over whole, and every call either moves forward or ends.
package struct FieldReader: ~Escapable {
  /// How many messages may enclose a message or group, as in the protobuf libraries' default.
  package static let maximumDepth = 100

  private let bytes: RawSpan
  private let end: Int
  private let depth: Int
  /// Where the next field starts.
  private(set) var position: Int

  package private(set) var number: UInt32 = 0
  package private(set) var wireType: WireType = .varint
  /// The value of a varint or fixed field; without meaning for the other wire types.
  package private(set) var value: UInt64 = 0
  /// Where the tag starts.
  package private(set) var start: Int
  /// Where the payload begins: after the tag, and after the length of a length-delimited field.
  package private(set) var payloadStart: Int
  /// Where the payload ends; for a group, where its end tag begins.
  package private(set) var payloadEnd: Int

  /// Reads the fields in `bytes[start..<end]`, a message that `depth` others enclose, which counts for
  /// the groups in it.
  @_lifetime(copy bytes)
  @inline(__always)
  package init(_ bytes: RawSpan, _ start: Int, _ end: Int, depth: Int = 0) {
    // What every unchecked load below relies on, as `position` only grows, and never past `end`.
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    self.bytes = bytes
    self.end = end
    self.depth = depth
    position = start
    self.start = start
    payloadStart = start
    payloadEnd = start
  }

  /// Moves to the next field; false at the end of the message.
  @_lifetime(self: copy self)
  @inline(__always)
  package mutating func advance() throws(WireError) -> Bool {
    guard position < end else { return false }
    start = position
    let tag = try nextTag()
    number = tag >> 3
    guard let type = WireType(rawValue: UInt8(truncatingIfNeeded: tag & 7)) else {
      throw WireError(.invalidWireType, at: start)
    }
    wireType = type
    payloadStart = position
    switch type {
    case .lengthDelimited:
      let length = try nextLength()
      payloadStart = position
      position += length
    case .varint: value = try bytes.nextVarint(&position, end)
    case .fixed64:
      try skip(8)
      // `skip` has seen that eight bytes were left.
      value = unsafe bytes.uncheckedLittleEndian64(at: payloadStart)
    case .fixed32:
      try skip(4)
      value = UInt64(bytes.littleEndian32(at: payloadStart))
    case .startGroup:
      payloadEnd = try skipGroup(tag >> 3, depth: depth + 1)
      return true
    case .endGroup: throw WireError(.unmatchedGroup, at: start)
    }
    payloadEnd = position
    return true
  }

  /// The field that `advance` moved to.
  @inline(__always)
  var field: WireField {
    WireField(
      number: number, wireType: wireType, start: start, low: payloadStart, high: payloadEnd, end: position)
  }

  /// A tag has 32 bits, so at most five bytes, and its field number is not 0.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func nextTag() throws(WireError) -> UInt32 {
    // `0 <= position < end <= byteCount`: all callers have looked.
    let first = unsafe bytes.uncheckedUInt8(at: position)
    guard first < 0x80, first >= 8 else { return try longTag() }
    position += 1
    return UInt32(first)
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func longTag() throws(WireError) -> UInt32 {
    let start = position
    let tag = try bytes.nextVarint(&position, end)
    guard position - start <= 5, tag <= UInt64(UInt32.max), tag >> 3 != 0 else {
      throw WireError(.invalidFieldNumber, at: start)
    }
    return UInt32(tag)
  }

  /// A length that fits into what is left.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func nextLength() throws(WireError) -> Int {
    let start = position
    let length = try bytes.nextVarint(&position, end)
    guard length <= UInt64(truncatingIfNeeded: end - position), position - start <= 5 else {
      throw WireError(position - start > 5 ? .varintTooLong : .truncated, at: start)
    }
    return Int(truncatingIfNeeded: length)
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func skip(_ count: Int) throws(WireError) {
    guard end - position >= count else { throw WireError(.truncated, at: position) }
    position += count
  }

  /// Moves past the group's end tag. Returns where its content ends.
  @_lifetime(self: copy self)
  private mutating func skipGroup(_ group: UInt32, depth: Int) throws(WireError) -> Int {
    let groupStart = position
    guard depth <= Self.maximumDepth else { throw WireError(.nestedTooDeeply, at: groupStart) }
    while position < end {
      let inner = position
      let tag = try nextTag()
      switch WireType(rawValue: UInt8(truncatingIfNeeded: tag & 7)) {
      case .varint: _ = try bytes.nextVarint(&position, end)
      case .fixed64: try skip(8)
      case .lengthDelimited: position += try nextLength()
      case .fixed32: try skip(4)
      case .startGroup: _ = try skipGroup(tag >> 3, depth: depth + 1)
      case .endGroup:
        guard tag >> 3 == group else { throw WireError(.unmatchedGroup, at: inner) }
        return inner
      case nil: throw WireError(.invalidWireType, at: inner)
      }
    }
    throw WireError(.unmatchedGroup, at: groupStart)
  }
}
