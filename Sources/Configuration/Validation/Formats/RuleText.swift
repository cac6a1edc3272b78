extension RulePage {
  /// The page of the rule of that code or name, in any case.
  package static func named(_ word: String) -> RulePage? {
    let word = word.lowercased()
    return all.first { $0.code.rawValue.lowercased() == word || $0.name == word }
  }

  /// The code that was probably meant.
  package static func suggestion(for word: String) -> String? {
    Suggestion.nearest(to: word, among: all.map(\.code.rawValue))
      ?? Suggestion.nearest(to: word, among: all.map(\.name))
  }

  private static var all: [RulePage] {
    DiagnosticCode.allCases.sorted { $0.rawValue < $1.rawValue }.map(\.page)
  }

  /// What `validate --explain CODE` prints.
  package func rendered(in style: TextStyle) -> String {
    let role = severity.role
    let title = style.paint("\(code.rawValue) \(name)", .strong)
    return "\(title) (\(style.paint(severity.rawValue, role)))\n\n"
      + "\(summary)\n\n\(explanation)\n".wrapped()
  }

  /// What `validate --explain` prints: a line for each rule.
  package static func list(in style: TextStyle) -> String {
    let width = all.map(\.name.count).max() ?? 0
    return all.map { page in
      let role = page.severity.role
      let severity = page.severity.rawValue.padded(to: Diagnostic.Severity.warning.rawValue.count)
      let name = page.name + String(repeating: " ", count: width - page.name.count)
      return
        "\(style.paint(page.code.rawValue, .strong))  \(style.paint(severity, role))  \(name)  \(page.summary)\n"
    }.joined()
  }
}
