/// How a path to a field is written.
enum FieldPath {
  /// The path to `field`, the `index`th of its number in a message of `type` to which `path` leads.
  static func path(
    to field: WireField, _ index: Int, _ type: MessageType, _ path: String, _ bytes: RawSpan
  ) -> String {
    guard let definition = type.fields.first(where: { UInt32($0.number) == field.number }) else {
      return join(path, "field_\(field.number)")
    }
    switch (type, definition.message) {
    case (.keyValueList, _): return "\(path)[\(quotedKey(of: field, bytes))]"
    case (.arrayValue, _): return "\(path)[\(index)]"
    // A value is where its key is.
    case (.anyValue, _), (.keyValue, .anyValue): return path
    case (_, .keyValue): return join(path, "\(snakeCase(definition.name))[\(quotedKey(of: field, bytes))]")
    default:
      return join(path, snakeCase(definition.name) + (definition.isRepeated ? "[\(index)]" : ""))
    }
  }

  private static func join(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }

  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
  }

  /// The key of the `KeyValue` in `field`.
  private static func quotedKey(of field: WireField, _ bytes: RawSpan) -> String {
    var key = ""
    var reader = FieldReader(bytes, field.low, field.high)
    while let part = try? reader.next() {
      if part.tag == 0x0a { key = bytes.string(part.low, part.high) }
    }
    return "\"" + key.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
