/// A JSON text (RFC 8259), for the short answers of targets that speak JSON.
enum JSONValue: Equatable {
  case null
  case bool(Bool)
  /// As it was written.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Of fields with the same name the last one counts.
  case object([String: JSONValue])

  /// Nil when the bytes are no JSON, or nested deeper than 64.
  init?(parsing bytes: [UInt8]) {
    var parser = JSONParser(bytes)
    guard let value = parser.document() else { return nil }
    self = value
  }

  subscript(name: String) -> JSONValue? {
    guard case .object(let fields) = self else { return nil }
    return fields[name]
  }

  var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A 64-bit integer, which protobuf's JSON mapping writes as a string and also reads as a number.
  var integer: Int? {
    switch self {
    case .number(let text), .string(let text): Int(text)
    default: nil
    }
  }
}
