/// Makes text harmless for a log: no control character, line end or change of writing direction gets
/// through, since what is logged may come from strangers.
enum LogEscaping {
  /// The text with control characters and backslashes escaped, quotation marks too if `isQuoted`.
  /// At most `limit` bytes and the `…` that marks a cut.
  static func text(_ text: String, limit: Int, isQuoted: Bool) -> [UInt8] {
    escaped(text, limit: limit) { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case "\\": "\\\\"
      case "\"" where isQuoted: "\\\""
      case let scalar where isHidden(scalar): "\\u{\(String(scalar.value, radix: 16))}"
      default: nil
      }
    }
  }

  /// One side of `key=value`, in quotation marks unless it is a plain word.
  static func word(_ text: String, limit: Int) -> [UInt8] {
    let isPlain =
      !text.isEmpty && text.unicodeScalars.allSatisfy { !" =\"".unicodeScalars.contains($0) }
    let escaped = Self.text(text, limit: limit, isQuoted: true)
    return isPlain ? escaped : Array("\"".utf8) + escaped + Array("\"".utf8)
  }

  /// A JSON string with its quotation marks.
  static func json(_ text: String, limit: Int) -> [UInt8] {
    let body = escaped(text, limit: limit) { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case "\\": "\\\\"
      case "\"": "\\\""
      case let scalar where isHidden(scalar): jsonEscape(scalar)
      default: nil
      }
    }
    return Array("\"".utf8) + body + Array("\"".utf8)
  }

  private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
    UTF16.encode(scalar).map { units in
      units.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    } ?? ""
  }

  /// Control and format characters (a terminal obeys the first, a reader is misled by the second) and
  /// the separators that some tools take for the end of a line.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7f }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: return true
    default: return false
    }
  }

  private static func escaped(
    _ text: String, limit: Int, _ replacement: (Unicode.Scalar) -> String?
  ) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars {
      let piece = replacement(scalar) ?? String(scalar)
      guard result.count + piece.utf8.count <= limit else {
        result += "…".utf8
        break
      }
      result += piece.utf8
    }
    return result
  }
}
