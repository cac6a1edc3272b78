/// Goes over the values packed into the payload of one repeated numeric field.
struct PackedReader: ~Escapable {
  private let bytes: RawSpan
  private let end: Int
  private let wireType: WireType?
  private var position: Int

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, _ start: Int, _ end: Int, _ kind: FieldKind) {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    self.bytes = bytes
    self.end = end
    wireType = kind.wireType
    position = start
  }

  /// The next value as it is on the wire; nil at the end.
  @_lifetime(self: copy self)
  mutating func next() throws(MalformedProtobuf) -> UInt64? {
    guard position < end else { return nil }
    switch wireType {
    case .fixed64:
      guard end - position >= 8 else { throw MalformedProtobuf(.truncated, at: position) }
      defer { position += 8 }
      return bytes.littleEndian64(at: position)
    case .fixed32:
      guard end - position >= 4 else { throw MalformedProtobuf(.truncated, at: position) }
      defer { position += 4 }
      return UInt64(bytes.littleEndian32(at: position))
    default: return try varint()
    }
  }

  @_lifetime(self: copy self)
  private mutating func varint() throws(MalformedProtobuf) -> UInt64 {
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
