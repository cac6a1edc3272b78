extension Diagnostic {
  /// The finding as a person reads it in a terminal or in the log of a CI job:
  ///
  ///     hephaestus.yaml:4:14: error: `sampling.ratio` must be … [HG004]
  ///         sampling: { ratio: 2 }
  ///                            ^
  ///     did you mean `0.2`?
  package func rendered(in style: TextStyle) -> String {
    var lines = [headline(in: style)]
    if let snippet {
      lines.append("    " + snippet.text)
      let caret = "^" + String(repeating: "~", count: snippet.caretWidth - 1)
      lines.append(String(repeating: " ", count: 4 + snippet.caretStart) + style.paint(caret, role))
    }
    if let suggestion {
      lines.append("did you mean " + style.paint("`\(suggestion.withoutInvisibles)`", .good) + "?")
    }
    return lines.joined(separator: "\n")
  }

  /// The same without colours.
  package var rendered: String { rendered(in: .plain) }

  /// The first line of `rendered`.
  package var headline: String { headline(in: .plain) }

  /// The same for a log, where the line has its level already.
  package var logMessage: String {
    let nearest = suggestion.map { "; did you mean `\($0.withoutInvisibles)`?" } ?? ""
    return "\(shownPlace)\(message.withoutInvisibles)\(nearest) [\(code.rawValue)]"
  }

  func headline(in style: TextStyle) -> String {
    style.paint(shownPlace, .strong) + style.paint("\(severity.rawValue):", role)
      + " \(message.withoutInvisibles) " + style.paint("[\(code.rawValue)]", .faint)
  }

  private var role: TextStyle.Role { severity.role }

  var shownPlace: String {
    guard let file else { return "" }
    let place = [line, column].reduce(file.withoutInvisibles) { place, number in
      number.map { "\(place):\($0)" } ?? place
    }
    return place + ": "
  }

  private var snippet: Snippet? {
    guard let sourceLine, let column else { return nil }
    let end = endLine == line ? max(endColumn ?? column, column + 1) : column + 1
    return Snippet(line: sourceLine, column: column, endColumn: end)
  }
}

extension Diagnostic.Severity {
  var role: TextStyle.Role {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .strong
    }
  }
}
