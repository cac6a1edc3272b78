/// How the content of a field is shown.
enum FieldText {
  /// A text as it is, also that of an attribute or value that holds one; everything else as OTLP/JSON has it,
  /// and in hexadecimal what has no form there.
  static func text(of field: WireField, _ entry: FieldEntry, _ bytes: RawSpan) -> String {
    guard entry.accepts(field) else { return hexadecimal(bytes, field.start, field.end) }
    if let type = entry.message { return text(of: type, field, bytes) }
    return scalar(field, entry, bytes)
  }

  private static func text(of type: MessageType, _ field: WireField, _ bytes: RawSpan) -> String {
    let wanted: UInt32? = type == .keyValue ? 2 : nil
    if type == .keyValue || type == .anyValue, let only = onlyField(field, bytes, number: wanted) {
      return text(of: only, Schema.otlp.entry(type, only.number), bytes)
    }
    var output = WireBuffer(minimumCapacity: 64)
    var writer = MessageJSONWriter(bytes, .surveying)
    do {
      try writer.message(type, field.low, field.high, depth: 0, into: &output)
    } catch {
      return hexadecimal(bytes, field.low, field.high)
    }
    return output.withSpan { $0.string(0, $0.byteCount) }
  }

  /// The one field of a message, or of one number in it.
  private static func onlyField(_ field: WireField, _ bytes: RawSpan, number: UInt32?) -> WireField? {
    var found: WireField?
    var reader = FieldReader(bytes, field.low, field.high)
    while let next = try? reader.next() {
      guard number == nil || next.number == number else { continue }
      guard found == nil else { return nil }
      found = next
    }
    return found
  }

  private static func scalar(_ field: WireField, _ entry: FieldEntry, _ bytes: RawSpan) -> String {
    switch entry.kind {
    case .string: return bytes.string(field.low, field.high)
    case .bytes where bytes.isUTF8(field.low, field.high): return bytes.string(field.low, field.high)
    case .bytes, .hexID: return hexadecimal(bytes, field.low, field.high)
    default:
      guard !field.isLengthDelimited else { return hexadecimal(bytes, field.low, field.high) }
      var output = WireBuffer(minimumCapacity: 32)
      output.append(jsonNumber: bytes.value(field), entry.kind)
      let text = output.withSpan { $0.string(0, $0.byteCount) }
      return String(text.drop { $0 == "\"" }.reversed().drop { $0 == "\"" }.reversed())
    }
  }

  private static func hexadecimal(_ bytes: RawSpan, _ low: Int, _ high: Int) -> String {
    var output = WireBuffer(minimumCapacity: 2 * (high - low) + 2)
    output.append(jsonHex: bytes, low, high)
    return output.withSpan { $0.string(1, $0.byteCount - 1) }
  }
}
