/// The text of the `attributes` label.
package enum JoinedAttributes {
  /// `key=value`, sorted by key and comma-joined. A comma, an equals sign of a key and a backslash get a backslash
  /// before them, so that different attributes never become one text.
  package static func text(_ attributes: [(key: String, value: String)]) -> String {
    attributes.sorted { ($0.key, $0.value) < ($1.key, $1.value) }
      .map { "\(escaped($0.key, equals: true))=\(escaped($0.value, equals: false))" }
      .joined(separator: ",")
  }

  private static func escaped(_ text: String, equals: Bool) -> String {
    guard text.utf8.contains(where: { needsEscape($0, equals: equals) }) else { return text }
    var result: [UInt8] = []
    for byte in text.utf8 {
      if needsEscape(byte, equals: equals) { result.append(UInt8(ascii: "\\")) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func needsEscape(_ byte: UInt8, equals: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\\"): true
    case UInt8(ascii: "="): equals
    default: false
    }
  }
}
