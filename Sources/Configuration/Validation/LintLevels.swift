/// What the `lint:` of files say: that of the file a finding stands in, else that of the main file.
struct LintLevels: Sendable {
  private var files: [String: [DiagnosticCode: LintLevel]] = [:]
  /// The file that was read first, which includes the others.
  private var main: [DiagnosticCode: LintLevel] = [:]

  mutating func add(_ levels: [DiagnosticCode: LintLevel], of file: String) {
    if files.isEmpty { main = levels }
    files[file] = levels
  }

  /// Gives a finding the level that is set for it.
  ///
  /// - Parameters:
  ///   - finding: With the level of its rule's page.
  ///   - profile: The `lint` of the profile or bundle it is about, which goes before that of files.
  /// - Returns: Nil if it is off.
  func applied(to finding: Diagnostic, profile: [DiagnosticCode: LintLevel] = [:]) -> Diagnostic? {
    guard finding.isSettable else { return finding }
    let file = finding.file.flatMap { files[$0]?[finding.code] }
    guard let level = profile[finding.code] ?? file ?? main[finding.code] else { return finding }
    var finding = finding
    switch level {
    case .off: return nil
    case .note: finding.severity = .note
    case .warning: finding.severity = .warning
    case .error: finding.severity = .error
    }
    return finding
  }
}

extension Diagnostic {
  /// Whether its level can be set and a comment can silence it: not if a file cannot be loaded for it.
  var isSettable: Bool {
    code.isSettable && (severity == .warning || code.isLint || code == .expiredCertificate)
  }
}

extension DocumentLoader {
  /// Findings about the machine at the levels that the files set, without those that a comment silences.
  func atTheirLevels(
    _ findings: [Diagnostic], _ profile: [DiagnosticCode: LintLevel]
  ) -> [Diagnostic] {
    var ledger = IgnoreLedger(ignores)
    return findings.compactMap { levels.applied(to: $0, profile: profile) }.filter { !ledger.silences($0) }
  }
}
