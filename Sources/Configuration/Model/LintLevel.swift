/// What becomes of a rule's findings.
package enum LintLevel: String, Sendable, CaseIterable {
  case off, note, warning, error
}
