extension Rewriter {
  /// Checks a field of a message of `type` that is not written, and that `depth - 1` messages enclose.
  @inline(__always)
  mutating func validate(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ place: TextPlace, depth: Int
  ) throws(WireError) {
    let entry = schema.entry(type, field.number)
    if entry.message == .keyValue, entry.accepts(field.wireType), depth + 2 <= FieldReader.maximumDepth {
      try validateAttribute(bytes, field, place, depth: depth)
    } else if try !MessageValidator.isText(bytes, field, type, depth: depth) {
      hasInvalidText = true
    }
  }

  @inline(never)
  private mutating func validateAttribute(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, depth: Int
  ) throws(WireError) {
    var knownKey: Int?
    switch attributes.recall(bytes, field.low, field.high, place) {
    case .same: return
    case .key(_, let keyEnd): knownKey = keyEnd
    case .newKey(let keyEnd): if learn(bytes, field, keyEnd, place) != nil { knownKey = keyEnd }
    case .unfit: break
    }
    if let keyEnd = knownKey, let value = SimpleValue(bytes, keyEnd, field.high) {
      if value.kind == .text, !bytes.isUTF8(value.low, field.high) { hasInvalidText = true }
    } else if try !MessageValidator.isText(bytes, field.low, field.high, .keyValue, depth: depth + 1) {
      hasInvalidText = true
    }
  }
}
