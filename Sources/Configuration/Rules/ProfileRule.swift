/// A check of one whole profile, after everything that it builds on is merged.
package struct ProfileRule: Sendable {
  /// What it may find, for knowing which `# hg-ignore` could have been used.
  package let codes: [DiagnosticCode]
  package let check: @Sendable (ResolvedProfile) -> [Diagnostic]

  /// - Parameters:
  ///   - codes: Every code that `check` gives.
  ///   - check: Findings with the level of their page; `lint:` and `# hg-ignore` are applied afterwards. It
  ///     must not show a secret.
  package init(_ codes: DiagnosticCode..., check: @escaping @Sendable (ResolvedProfile) -> [Diagnostic]) {
    self.codes = codes
    self.check = check
  }

  /// The rules that need nothing but the files.
  package static let all: [ProfileRule] = [
    PlaintextTarget.rule, PlaintextScrape.rule, ProtocolPort.rule, SignalPath.rule, SamplingRatio.rule,
    RemoteExposure.rule,
    ListenerConflict.rule, OpenListener.rule, PrivilegedPort.rule, Output.rule, MemoryBounds.rule,
    ToolkitPort.rule, PrivacyHole.rule, ShadowedKey.rule, DoubleSampling.rule, IdleSampling.rule,
    SpanRule.rule,
  ]
}
