/// What is wrong with the characters of a file before any YAML is read.
enum TextCheck {
  /// The first fault. libyaml ends a line at more characters than editors do; a file without those has the
  /// same lines for everyone, so that a place in it is one place and a blotted-out line the right one.
  static func fault(in bytes: [UInt8], file: String) -> YAMLError? {
    var position = SourcePosition(line: 1, column: 1)
    func fault(_ message: String) -> YAMLError {
      YAMLError(.syntax, message, at: SourceRange(file: file, start: position, end: position))
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return fault("the file is UTF-16; save it as UTF-8")
    }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var isAfterReturn = false
    var isAtStart = true
    while true {
      defer { isAtStart = false }
      switch decoder.decode(&iterator) {
      case .emptyInput: return isAfterReturn ? fault(loneReturn) : nil
      case .error: return fault("this byte is not UTF-8; save the file in that encoding")
      case .scalarValue("\n"):
        position = SourcePosition(line: position.line + 1, column: 1)
        isAfterReturn = false
      case .scalarValue(let scalar):
        if isAfterReturn { return fault(loneReturn) }
        if scalar == "\u{FEFF}", isAtStart { break }
        if let message = message(about: scalar) { return fault(message) }
        isAfterReturn = scalar == "\r"
        if !isAfterReturn { position.column += 1 }
      }
    }
  }

  private static let loneReturn = "the line ends with a carriage return alone; save the file with LF or CRLF"

  private static func message(about scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\0": "a NUL character is not allowed; is the file UTF-16? Save it as UTF-8"
    case "\u{85}", "\u{2028}", "\u{2029}":
      "U+\(hex(scalar)) is a line end to YAML and none to editors; take it out, or write \(escape(scalar)) "
        + "between double quotes"
    case "\u{FEFF}": "a byte order mark stands only at the beginning of a file; take it out"
    default: nil
    }
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\u{85}": "`\\N`"
    case "\u{2028}": "`\\L`"
    default: "`\\P`"
    }
  }
}
