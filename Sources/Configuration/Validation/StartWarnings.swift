/// What `run` says about the profile that it starts with. Of the rules of `validate` it asks only those about
/// credentials and people, since a log that warns at every start of what is meant is read by nobody; and since
/// variables and flags count here, they may show what no file does.
struct StartWarnings {
  private static let rules = [PlaintextTarget.rule, RemoteExposure.rule]
  private static let codes: Set<DiagnosticCode> = [.plaintextCredential, .minimalPrivacy]

  private let levels: LintLevels
  private var ledger: IgnoreLedger

  init(_ documents: DocumentLoader) {
    levels = documents.levels
    ledger = IgnoreLedger(documents.ignores)
  }

  /// Asks the rules, unless `lint:` or a comment in the files has silenced them.
  ///
  /// - Parameters:
  ///   - name: The profile's.
  ///   - settings: With environment and flags on top.
  ///   - configuration: What they come to. Switched off, nothing leaves and nothing is said.
  /// - Returns: Warnings, whatever level `lint:` gives: the gateway starts.
  mutating func findings(
    _ name: String?, _ settings: ResolvedSettings, _ configuration: GatewayConfiguration
  ) -> [Diagnostic] {
    guard configuration.enabled else { return [] }
    let profile = ResolvedProfile(
      name: name ?? "", home: nil, isExtended: false, layers: [], settings: settings, draft: settings.draft(),
      targets: configuration.targets, faulty: FaultyPaths([]))
    let found = Self.rules.flatMap { $0.check(profile) }.filter { Self.codes.contains($0.code) }
    return found.compactMap { levels.applied(to: $0, profile: configuration.lint) }
      .filter { !ledger.silences($0) }
      .map { finding in
        var finding = finding
        finding.severity = .warning
        return finding
      }
  }
}
