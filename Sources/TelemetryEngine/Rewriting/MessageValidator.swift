/// Checks messages that are not written: those of spans that sampling leaves out.
enum MessageValidator {
  /// Walks a message of `type` with everything in it.
  ///
  /// - Returns: whether every string field is UTF-8.
  /// - Throws: what a standard decoder would refuse.
  static func validate(
    _ bytes: RawSpan, _ low: Int, _ high: Int, _ type: MessageType, depth: Int
  ) throws(WireError) -> Bool {
    guard depth <= WireReader.depthLimit else { throw .nestedTooDeeply }
    let schema = Schema.otlp
    var isText = true
    var reader = WireReader(bytes, low, high, depth: depth)
    while let field = try reader.next() {
      let entry = schema.entry(type, field.number)
      guard entry.kind != .unknown, entry.accepts(field.wireType) else { continue }
      switch entry.kind {
      case .string: isText = bytes.isUTF8(field.low, field.high) && isText
      case .message:
        guard let child = entry.message else { continue }
        isText = try validate(bytes, field.low, field.high, child, depth: depth + 1) && isText
      default: try Rewriter.checkPacked(bytes, field, entry, depth)
      }
    }
    return isText
  }
}
