/// How names that are not `[a-zA-Z_][a-zA-Z0-9_]*` are written for a scraper: Prometheus' escaping schemes.
package enum EscapingScheme: String, Sendable, CaseIterable {
  /// Quoted, as they are.
  case allowUTF8 = "allow-utf-8"
  /// With `_` for every character that such a name cannot have.
  case underscores
  /// With `_dot_` for a dot and `__` for everything else, `_` included.
  case dots
  /// As `U__` and the name with `_hex_` for every such character and `__` for `_`.
  case values

  /// A metric name, where `:` is as good as a letter. A name that needs no escape stays as it is.
  package func metric(_ name: String) -> String { escape(name, allowsColon: true) }

  /// A label name. One that needs no escape stays as it is.
  package func label(_ name: String) -> String { escape(name, allowsColon: false) }

  static func isPlain(_ name: String, allowsColon: Bool) -> Bool {
    var isFirst = true
    for byte in name.utf8 {
      guard Unicode.Scalar(byte).isPlain(isFirst: isFirst, allowsColon: allowsColon) else { return false }
      isFirst = false
    }
    return !isFirst
  }

  private func escape(_ name: String, allowsColon: Bool) -> String {
    guard self != .allowUTF8, !Self.isPlain(name, allowsColon: allowsColon) else { return name }
    var escaped = self == .values ? "U__" : ""
    var isFirst = true
    for scalar in name.unicodeScalars {
      let isPlain = scalar.isPlain(isFirst: isFirst, allowsColon: allowsColon)
      isFirst = false
      switch self {
      case .dots where scalar == ".": escaped += "_dot_"
      case .dots where scalar == "_" || !isPlain: escaped += "__"
      case .values where scalar == "_": escaped += "__"
      case .values where !isPlain: escaped += "_" + String(scalar.value, radix: 16) + "_"
      case _ where isPlain: escaped.unicodeScalars.append(scalar)
      default: escaped += "_"
      }
    }
    return escaped
  }
}

extension Unicode.Scalar {
  fileprivate func isPlain(isFirst: Bool, allowsColon: Bool) -> Bool {
    switch self {
    case "a"..."z", "A"..."Z", "_": true
    case "0"..."9": !isFirst
    case ":": allowsColon
    default: false
    }
  }
}
