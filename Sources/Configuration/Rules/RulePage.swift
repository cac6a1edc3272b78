/// What is known about one rule: a finding's help, `validate --explain`, the rules of SARIF.
package struct RulePage: Sendable {
  package let code: DiagnosticCode
  /// In lower case with dashes, such as `unknown-key`.
  package let name: String
  /// Unless `lint:` sets another.
  package let severity: Diagnostic.Severity
  /// One sentence.
  package let summary: String
  /// Plain paragraphs: what is checked, why it matters, how to mend it.
  package let explanation: String

  package init(
    _ code: DiagnosticCode, _ name: String, _ severity: Diagnostic.Severity, _ summary: String,
    _ explanation: String
  ) {
    self.code = code
    self.name = name
    self.severity = severity
    self.summary = summary
    self.explanation = explanation
  }
}
