extension DiagnosticCode {
  /// What is known about the rule.
  package var page: RulePage { RulePage(self, "\(self)", .error, "\(self)", "\(self)") }
}
