/// Scalars as they are written into YAML so that every reader takes them for what they are.
enum YAMLScalarText {
  /// For a value in block style.
  static func block(_ scalar: ScalarText, _ kind: ValueKind?) -> String {
    // Quotes around a reference are part of what it says: empty, it is a null only without them.
    if scalar.text.contains("${") {
      return scalar.isPlain && canBePlain(scalar.text) ? scalar.text : quoted(scalar.text)
    }
    return flow(scalar, kind)
  }

  /// For an element of a list in `[ ]`.
  static func flow(_ scalar: ScalarText, _ kind: ValueKind?) -> String {
    isSimple(scalar.text) && (kind.isNumberLike || isCertainlyText(scalar.text))
      ? scalar.text : quoted(scalar.text)
  }

  static func key(_ text: String) -> String {
    isSimple(text) && isCertainlyText(text) ? text : quoted(text)
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.isHarmless: quoted.unicodeScalars.append(scalar)
      default: quoted += escape(scalar.value)
      }
    }
    return quoted + "\""
  }

  private static func escape(_ value: UInt32) -> String {
    let (letter, width) = value <= 0xFF ? ("x", 2) : value <= 0xFFFF ? ("u", 4) : ("U", 8)
    let digits = String(value, radix: 16)
    return "\\" + letter + String(repeating: "0", count: width - digits.count) + digits
  }

  /// Nothing in it means anything to YAML, in block or flow style.
  private static func isSimple(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetterOrDigit(first) || "/_.+".utf8.contains(first) else {
      return false
    }
    let isPlain = text.utf8.allSatisfy { isLetterOrDigit($0) || "/_.:@%+-;=~".utf8.contains($0) }
    return isPlain && text.utf8.last != UInt8(ascii: ":")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  /// No YAML reader, old or new, takes it for a number, a date, a boolean or a null.
  private static func isCertainlyText(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    if isLetterOrDigit(first), !(48...57).contains(first) {
      return !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    }
    if first == UInt8(ascii: "/") || first == UInt8(ascii: "_") { return true }
    let host = text.prefix { $0 != ":" }
    return host.utf8.count { $0 == UInt8(ascii: ".") } == 3
      && host.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
  }

  /// The rules of plain scalars in block style, for a text on one line.
  private static func canBePlain(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, first != " ", last != " ", last != ":",
      scalars.allSatisfy(\.isHarmless)
    else { return false }
    if "-?:".unicodeScalars.contains(first), scalars.count < 2 || scalars[1] == " " { return false }
    return !",[]{}#&*!|>'\"%@`".unicodeScalars.contains(first) && !text.contains(": ") && !text.contains(" #")
  }
}

extension ValueKind? {
  /// Whether its values are numbers or booleans, alone or with a unit.
  fileprivate var isNumberLike: Bool {
    switch self {
    case .boolean, .ratio, .number, .integer, .size, .duration, .rate: true
    case .word(_, or: let other): ValueKind?.some(other).isNumberLike
    case .string, .form, .symbols, .endpoint, .hostPort, .choice, nil: false
    }
  }
}
