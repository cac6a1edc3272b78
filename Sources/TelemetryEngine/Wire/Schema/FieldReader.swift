/// Goes over the fields of one message, in the order they came.
///
/// `advance` moves to the next field; the properties then describe it. Nothing outside the given
/// range is read, groups are stepped over whole, and every call either moves forward or ends.
package struct FieldReader: ~Escapable {
  /// Protobuf's own limit on nesting, which every decoder enforces.
  package static let maximumDepth = 100

  private let bytes: RawSpan
  private let end: Int
  private var position: Int

  package private(set) var number: UInt32 = 0
  package private(set) var wireType: WireType = .varint
  /// The value of a varint or fixed field; without meaning for the other wire types.
  package private(set) var value: UInt64 = 0
  /// Where the payload begins: after the tag, and after the length of a length-delimited field.
  package private(set) var payloadStart = 0
  package private(set) var payloadEnd = 0

  /// Reads the fields in `bytes[start..<end]`.
  @_lifetime(copy bytes)
  package init(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    self.bytes = bytes
    self.end = end
    position = start
  }

  /// Moves to the next field; false at the end of the message.
  @_lifetime(self: copy self)
  @inline(__always)
  package mutating func advance() throws(MalformedProtobuf) -> Bool {
    guard position < end else { return false }
    let tagStart = position
    (number, wireType) = try tag()
    try payload(tagStart)
    return true
  }

  /// A tag has 32 bits, so at most five bytes, and its field number is not 0.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func tag() throws(MalformedProtobuf) -> (UInt32, WireType) {
    let start = position
    let tag = try varint()
    guard tag >> 3 != 0, tag <= UInt64(UInt32.max), position - start <= 5,
      let type = WireType(rawValue: UInt8(tag & 7))
    else { throw MalformedProtobuf(.badTag, at: start) }
    return (UInt32(truncatingIfNeeded: tag >> 3), type)
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func payload(_ tagStart: Int) throws(MalformedProtobuf) {
    payloadStart = position
    switch wireType {
    case .varint: value = try varint()
    case .fixed64:
      guard end - position >= 8 else { throw MalformedProtobuf(.truncated, at: tagStart) }
      value = bytes.littleEndian64(at: position)
      position += 8
    case .fixed32:
      guard end - position >= 4 else { throw MalformedProtobuf(.truncated, at: tagStart) }
      value = UInt64(bytes.littleEndian32(at: position))
      position += 4
    case .lengthDelimited:
      let length = try varint()
      guard length <= UInt64(end - position) else {
        throw MalformedProtobuf(.lengthPastEnd, at: tagStart)
      }
      payloadStart = position
      position += Int(length)
    case .startGroup: try skipGroup(number, tagStart, depth: 1)
    case .endGroup: throw MalformedProtobuf(.unbalancedGroup, at: tagStart)
    }
    payloadEnd = position
  }

  /// Steps over the rest of a group, whose own fields have no meaning in OTLP.
  @_lifetime(self: copy self)
  private mutating func skipGroup(
    _ group: UInt32, _ tagStart: Int, depth: Int
  ) throws(MalformedProtobuf) {
    guard depth <= Self.maximumDepth else { throw MalformedProtobuf(.tooDeep, at: tagStart) }
    while position < end {
      let inner = position
      let (innerNumber, type) = try tag()
      switch type {
      case .endGroup:
        guard innerNumber == group else { throw MalformedProtobuf(.unbalancedGroup, at: inner) }
        return
      case .startGroup: try skipGroup(innerNumber, inner, depth: depth + 1)
      case .varint: _ = try varint()
      case .fixed64: try skip(8, inner)
      case .fixed32: try skip(4, inner)
      case .lengthDelimited: try skip(try varint(), inner)
      }
    }
    throw MalformedProtobuf(.unbalancedGroup, at: tagStart)
  }

  @_lifetime(self: copy self)
  private mutating func skip(_ count: UInt64, _ tagStart: Int) throws(MalformedProtobuf) {
    guard count <= UInt64(end - position) else { throw MalformedProtobuf(.lengthPastEnd, at: tagStart) }
    position += Int(count)
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func varint() throws(MalformedProtobuf) -> UInt64 {
    if position < end {
      let byte = bytes.uint8(at: position)
      if byte < 0x80 {
        position += 1
        return UInt64(byte)
      }
    }
    return try longVarint()
  }

  @_lifetime(self: copy self)
  @inline(never)
  private mutating func longVarint() throws(MalformedProtobuf) -> UInt64 {
    let start = position
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while position < end, shift < 70 {
      let byte = bytes.uint8(at: position)
      position += 1
      result |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 { return result }
      shift += 7
    }
    throw MalformedProtobuf(.truncated, at: start)
  }
}
