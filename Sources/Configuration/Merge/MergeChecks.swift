/// What only all layers together show to be impossible, beside what targets lack.
enum MergeChecks {
  /// - Parameters:
  ///   - settings: Every layer on top of the other.
  ///   - draft: What they come to.
  ///   - faulty: What was found wrong before.
  /// - Returns: Errors.
  static func findings(
    _ settings: ResolvedSettings, _ draft: ConfigurationDraft, _ faulty: FaultyPaths
  ) -> [Diagnostic] {
    ListenerTLSCheck.findings(settings) + MapBounds.findings(settings)
      + PatternCheck(settings, draft, faulty).findings
      + PrivacyHoles(settings, draft.configuration.privacy, faulty).errors
  }
}
