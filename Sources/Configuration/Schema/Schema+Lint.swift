extension Schema {
  static let lint: [Setting] = [
    .map(
      "lint", of: level,
      keyPattern: DiagnosticCode.allCases.filter(\.isSettable).map(\.rawValue).joined(separator: "|"),
      environmentExpectation: "",
      "Rules of `validate`, each `off`, `warning` or `error` for findings about this profile.",
      checkKey: rule
    ) { draft, path, value in
      guard let code = DiagnosticCode(rawValue: path.components.last ?? "") else { return }
      draft.configuration.lint[code] = LintLevel(rawValue: value)
    }
  ]

  private static var level: ValueType<String> {
    let words = ValueType<LintLevel>.choice()
    return ValueType(
      words.kind, words.expectation,
      decode: { (scalar) throws(ValueProblem) in try words.decode(scalar).rawValue },
      format: { $0 })
  }

  @Sendable private static func rule(_ key: String) throws(ValueProblem) -> String {
    guard let code = DiagnosticCode(rawValue: key) else {
      throw ValueProblem(
        .unknownKey, hint: "there is no rule of that code", suggestion: RuleCode.meant(by: key),
        isCertain: true)
    }
    guard code.isSettable else {
      throw ValueProblem(
        .fixedLevel, hint: "without what it finds a file cannot be loaded, so its level is fixed")
    }
    return key
  }
}

/// The codes of rules as people write them.
enum RuleCode {
  /// The code that a text stands for: in another case, with letters that look like digits, or by the name
  /// of its page.
  static func meant(by text: String) -> String? {
    guard text.utf8.count <= 64 else { return nil }
    let lookalikes: [Character: Character] = ["O": "0", "I": "1", "L": "1", "S": "5", "B": "8"]
    let upper = text.uppercased()
    let code =
      upper.prefix(2) + upper.dropFirst(2).map { lookalikes[$0] ?? $0 }.filter { $0 != "-" && $0 != "_" }
    if let code = DiagnosticCode(rawValue: String(code)) { return code.rawValue }
    return DiagnosticCode.allCases.first { $0.page.name == text.lowercased() }?.rawValue
  }
}
