/// Checks messages that are not written: those of spans that sampling leaves out, and values that
/// are replaced.
enum MessageValidator {
  /// Walks a message of `type` with everything in it.
  ///
  /// - Returns: whether every string field is UTF-8.
  /// - Throws: what a standard decoder would refuse.
  static func isText(
    _ bytes: RawSpan, _ low: Int, _ high: Int, _ type: MessageType, depth: Int
  ) throws(WireError) -> Bool {
    guard depth <= FieldReader.maximumDepth else { throw WireError(.nestedTooDeeply, at: low) }
    var isText = true
    var reader = FieldReader(bytes, low, high, depth: depth)
    while try reader.advance() {
      isText = try Self.isText(bytes, reader.field, type, depth: depth) && isText
    }
    return isText
  }

  /// Checks one field of a message of `type`.
  static func isText(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, depth: Int
  ) throws(WireError) -> Bool {
    let entry = Schema.otlp.entry(type, field.number)
    guard entry.accepts(field.wireType) else { return true }
    switch entry.kind {
    case .string: return bytes.isUTF8(field.low, field.high)
    case .message:
      guard let child = entry.message else { return true }
      return try isText(bytes, field.low, field.high, child, depth: depth + 1)
    default:
      if field.wireType == .lengthDelimited, entry.kind.isPackable {
        try PackedReader.check(bytes, field.low, field.high, entry.kind)
      }
      return true
    }
  }
}
