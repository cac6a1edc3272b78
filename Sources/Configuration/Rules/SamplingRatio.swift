/// Ratios that do not do what they seem to.
enum SamplingRatio {
  static let ignoredPage = RulePage(
    .ignoredRatio, "ignored-ratio", .warning, "A ratio beside a sampler that does not read it.",
    """
    Only `traceidratio`, `parentbased_traceidratio` and `logs: ratio` read `sampling.ratio`; the other samplers keep \
    all or nothing. \
    Remove the ratio, or choose a ratio sampler. A ratio from a profile or bundle that a later one left behind by \
    choosing another sampler is not reported.
    """,
    wrong: "sampling: { sampler: always_on, ratio: 0.1 }",
    right: "sampling: { sampler: parentbased_traceidratio, ratio: 0.1 }")

  static let vanishingPage = RulePage(
    .vanishingRatio, "vanishing-ratio", .warning, "The ratio is so small that no trace is kept.",
    """
    A ratio of 0, or one below 2^-56 (about 1.4e-17), which is the smallest share that the random part of a trace id \
    can express, keeps nothing; below one in a billion practically nothing. To keep none on purpose, write `sampler: \
    always_off`, which says so.
    """,
    wrong: "sampling: { sampler: parentbased_traceidratio, ratio: 0 }",
    right: "sampling: { sampler: always_off }")
}

extension SamplingRatio {
  private typealias Sampler = GatewayConfiguration.Sampler

  static let rule = ProfileRule(.ignoredRatio, .vanishingRatio) { profile in
    guard let sampler = profile.placed("sampling.sampler", \.sampling.sampler),
      let ratio = profile.placed("sampling.ratio", \.sampling.ratio), !ratio.isDefault
    else { return [] }
    guard readsRatio(sampler.value) || profile.configuration.sampling.logs == .ratio else {
      return profile.isMeant(ratio.path, beside: sampler.path) ? [ignored(ratio, sampler.value)] : []
    }
    return ratio.value < smallest ? [vanishing(ratio)] : []
  }

  static func readsRatio(_ sampler: GatewayConfiguration.Sampler) -> Bool {
    sampler == .traceIDRatio || sampler == .parentBasedTraceIDRatio
  }

  /// One trace in a billion: a busy service keeps a few a year.
  private static let smallest = 1e-9

  private static func ignored(
    _ ratio: Placed<Double>, _ sampler: GatewayConfiguration.Sampler
  ) -> Diagnostic {
    Diagnostic(
      .ignoredRatio,
      "the sampler is `\(sampler.rawValue)`, which does not read `sampling.ratio`; remove it or choose "
        + "`parentbased_traceidratio`", at: ratio)
  }

  private static func vanishing(_ ratio: Placed<Double>) -> Diagnostic {
    let what = ratio.value < 0x1p-56 ? "no trace" : "practically no trace"
    return Diagnostic(
      .vanishingRatio,
      "with this `sampling.ratio` \(what) is kept; if that is meant, write `sampler: always_off`", at: ratio)
  }
}
