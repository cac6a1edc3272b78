/// What is known about one rule: a finding's help, `validate --explain`, the rules of SARIF.
package struct RulePage: Sendable {
  package let code: DiagnosticCode
  /// In lower case with dashes, such as `unknown-key`.
  package let name: String
  /// Unless `lint:` sets another.
  package let severity: Diagnostic.Severity
  /// One sentence.
  package let summary: String
  /// What is checked, why it matters, how to mend it; plain paragraphs without the examples.
  package let text: String
  /// YAML in which the rule finds something: a whole file if it begins with `version`, else settings of a
  /// profile.
  package let wrong: String?
  /// The same, mended.
  package let right: String?

  package init(
    _ code: DiagnosticCode, _ name: String, _ severity: Diagnostic.Severity, _ summary: String,
    _ text: String, wrong: String? = nil, right: String? = nil
  ) {
    self.code = code
    self.name = name
    self.severity = severity
    self.summary = summary
    self.text = text
    self.wrong = wrong
    self.right = right
  }

  /// The text and the examples, indented by four, as `--explain` shows them.
  package var explanation: String {
    [text, Self.example("Found:", wrong), Self.example("Better:", right)].compactMap { $0 }
      .joined(separator: "\n\n")
  }

  private static func example(_ title: String, _ yaml: String?) -> String? {
    guard let yaml else { return nil }
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    return title + "\n\n" + lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
  }
}

extension DiagnosticCode {
  /// Whether it is a judgement about a configuration that can be loaded.
  var isLint: Bool { rawValue.hasPrefix("HG1") && self != .fixedLevel }

  /// Whether `lint:` may set the rule's level and `# hg-ignore` may silence it. The others say that a
  /// file cannot be loaded: turned off, they would only hide why the gateway does not start. Of `include`
  /// that holds for what is only a warning.
  package var isSettable: Bool {
    page.severity == .warning || isLint || [.include, .expiredCertificate].contains(self)
  }
}
