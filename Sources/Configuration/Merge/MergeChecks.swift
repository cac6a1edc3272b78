/// What only all layers together show, beside what targets lack.
struct MergeChecks {
  /// Why it cannot be loaded.
  let errors: [Diagnostic]
  /// Where it takes less than its privacy mode promises, and says that this is meant.
  let meantHoles: [PrivacyHoles.Hole]

  /// - Parameters:
  ///   - settings: Every layer on top of the other.
  ///   - draft: What they come to.
  ///   - faulty: What was found wrong before.
  ///   - memo: Shared by the profiles of a file.
  init(
    _ settings: ResolvedSettings, _ draft: ConfigurationDraft, _ faulty: FaultyPaths,
    memo: MergeMemo = MergeMemo()
  ) {
    let holes = PrivacyHoles(settings, draft.configuration.privacy, faulty, memo)
    let isMeant = holes.isOverriding
    errors =
      ListenerTLSCheck.findings(settings, faulty) + ScrapeAuthCheck.findings(settings, faulty)
      + MapBounds.findings(settings)
      + PatternCheck(settings, draft, faulty, memo).findings + (isMeant == false ? holes.errors : [])
    meantHoles = isMeant == true ? holes.all : []
  }
}
