extension JSONText {
  /// On one line, without spaces.
  package var compact: String {
    var text = ""
    write(to: &text, indent: nil)
    return text
  }

  /// Two spaces a level, each member and element on a line of its own; ends without a newline.
  package var pretty: String {
    var text = ""
    write(to: &text, indent: 0)
    return text
  }

  private func write(to text: inout String, indent: Int?) {
    switch self {
    case .object(let members):
      Self.writeList(members, "{", "}", to: &text, indent) { member, text, indent in
        Self.write(member.key, to: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(to: &text, indent: indent)
      }
    case .array(let elements):
      Self.writeList(elements, "[", "]", to: &text, indent) { $0.write(to: &$1, indent: $2) }
    case .string(let string): Self.write(string, to: &text)
    case .integer(let number): text += "\(number)"
    case .number(let number): text += number.isFinite ? "\(number)" : "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], _ open: String, _ close: String, to text: inout String, _ indent: Int?,
    _ write: (Element, inout String, Int?) -> Void
  ) {
    text += open
    for (index, element) in elements.enumerated() {
      if index > 0 { text += "," }
      if let indent { text += newline(indent + 1) }
      write(element, &text, indent.map { $0 + 1 })
    }
    if let indent, !elements.isEmpty { text += newline(indent) }
    text += close
  }

  private static func newline(_ indent: Int) -> String { "\n" + String(repeating: "  ", count: indent) }

  /// Escapes what JSON requires, and what would act on a terminal or end a line in a script: DEL, the C1
  /// controls, U+2028 and U+2029.
  private static func write(_ string: String, to text: inout String) {
    text += "\""
    var copied = string.unicodeScalars.startIndex
    for index in string.unicodeScalars.indices {
      guard let escape = escape(string.unicodeScalars[index]) else { continue }
      text += string[copied..<index]
      text += escape
      copied = string.unicodeScalars.index(after: index)
    }
    text += string[copied...]
    text += "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
      "\\u" + String(repeating: "0", count: 4 - hex(scalar).count) + hex(scalar)
    default: nil
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String { String(scalar.value, radix: 16) }
}
