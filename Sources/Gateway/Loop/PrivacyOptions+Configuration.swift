internal import Configuration
internal import Patterns
internal import PrivacyCatalogue
internal import TelemetryEngine

extension PrivacyOptions {
  init(_ privacy: GatewayConfiguration.Privacy, pseudonymKey: PseudonymKey) {
    self.init(
      Policy(privacy, nil), pseudonymKey: pseudonymKey, replacement: privacy.replacement,
      substitutions: privacy.patterns.map { Substitution($0, replacement: privacy.replacement) },
      maxGrowth: privacy.maxGrowth)
    for signal in Signal.allCases {
      self[signal] = Policy(privacy, privacy.perSignal[GatewayConfiguration.SignalName(signal)])
    }
  }
}

extension PrivacyOptions.Policy {
  fileprivate init(
    _ privacy: GatewayConfiguration.Privacy, _ own: GatewayConfiguration.SignalPrivacy?
  ) {
    self.init(
      mode: own?.mode ?? privacy.mode,
      own: OwnKeyRules(
        allow: own?.allow ?? privacy.allow, drop: own?.drop ?? privacy.drop,
        redact: own?.redact ?? privacy.redact, hash: own?.hash ?? privacy.hash,
        isOverriding: privacy.override))
  }
}

extension Substitution {
  /// What loading has checked compiles; should it not, everything counts as matched.
  fileprivate init(_ pattern: GatewayConfiguration.PrivacyPattern, replacement: String) {
    self.init(
      name: pattern.name, pattern: try? Pattern(pattern.pattern),
      replacement: PatternReplacement(pattern.replacement ?? replacement.replacing("$", with: "$$")))
  }
}

extension GatewayConfiguration.SignalName {
  fileprivate init(_ signal: Signal) {
    self =
      switch signal {
      case .traces: .traces
      case .metrics: .metrics
      case .logs: .logs
      }
  }
}
