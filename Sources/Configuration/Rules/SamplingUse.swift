/// Which of the settings beside a sampler it makes use of.
struct SamplingUse {
  /// One that somebody set to something.
  struct Use {
    /// Below `sampling`.
    var name: String
    /// What decides it; of a section the first in the order of paths.
    var assignment: Assignment
  }

  private let sampling: GatewayConfiguration.Sampling
  private let sampler: GatewayConfiguration.Sampler
  private let given: [Use]

  init(_ profile: ResolvedProfile, _ sampler: GatewayConfiguration.Sampler) {
    sampling = profile.configuration.sampling
    self.sampler = sampler
    let isActive: [(String, Bool)] = [
      ("mode", sampling.mode == .proportional), ("assume_unsampled", !sampling.assumeUnsampled),
      ("keep", sampling.keep != GatewayConfiguration.KeptSpans()),
      ("by_service", !sampling.byService.isEmpty),
      ("by_span_name", !sampling.bySpanName.isEmpty), ("rate_limit", sampling.rateLimit != nil),
    ]
    given = isActive.compactMap { name, isActive in
      let section = SettingPath(["sampling", name])
      guard isActive, !profile.faulty.contains(section) else { return nil }
      let first = profile.settings.inForce.first { $0.path.hasPrefix(section) }
      return first.map { Use(name: name, assignment: $0) }
    }
  }

  var effective: [Use] { given.filter { whyIdle($0.name) == nil } }

  /// Those that change nothing, and why.
  var idle: [(use: Use, reason: String)] {
    given.compactMap { use in whyIdle(use.name).map { (use, $0) } }
  }

  private var hasOtherRatios: Bool { !sampling.byService.isEmpty || !sampling.bySpanName.isEmpty }

  private func whyIdle(_ name: String) -> String? {
    switch (sampler, name) {
    case (.alwaysOff, _): "no span leaves"
    case (.parentBasedAlwaysOn, "mode"), (.parentBasedAlwaysOff, "mode"), (.parentBasedTraceIDRatio, "mode"):
      "spans that upstream sampled are kept as they are"
    case (.alwaysOn, "mode"): hasOtherRatios ? nil : "every span is kept"
    case (.alwaysOn, "keep"), (.parentBasedAlwaysOn, "keep"):
      hasOtherRatios || sampling.rateLimit != nil ? nil : "every span is kept"
    default: nil
    }
  }
}
