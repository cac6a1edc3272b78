/// Goes over the values packed into the payload of one repeated numeric field.
struct PackedReader: ~Escapable {
  private let bytes: RawSpan
  private let end: Int
  private let wireType: WireType?
  private var position: Int

  /// - Throws: `invalidPackedLength` when the values have a fixed width that does not divide the length.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, _ start: Int, _ end: Int, _ kind: FieldKind) throws(WireError) {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    self.bytes = bytes
    self.end = end
    wireType = kind.wireType
    position = start
    let isWhole =
      switch kind.wireType {
      case .fixed64: (end - start) % 8 == 0
      case .fixed32: (end - start) % 4 == 0
      default: true
      }
    guard isWhole else { throw WireError(.invalidPackedLength, at: start) }
  }

  /// The next value as it is on the wire; nil at the end.
  @_lifetime(self: copy self)
  mutating func next() throws(WireError) -> UInt64? {
    guard position < end else { return nil }
    switch wireType {
    case .fixed64:
      defer { position += 8 }
      return bytes.littleEndian64(at: position)
    case .fixed32:
      defer { position += 4 }
      return UInt64(bytes.littleEndian32(at: position))
    default: return try bytes.nextVarint(&position, end)
    }
  }

  /// Checks that the payload holds whole values.
  static func check(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ kind: FieldKind
  ) throws(WireError) {
    var reader = try PackedReader(bytes, start, end, kind)
    guard kind.wireType == .varint else { return }
    while try reader.next() != nil {}
  }
}
