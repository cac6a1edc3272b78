/// Ratios that do not do what they seem to.
enum SamplingRatio {
  static let ignoredPage = RulePage(
    .ignoredRatio, "ignored-ratio", .warning, "A ratio beside a sampler that does not read it.",
    """
    Only `traceidratio` and `parentbased_traceidratio` read `sampling.ratio`; the others keep all or nothing. \
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
