/// Sampling settings that change nothing.
enum IdleSampling {
  static let page = RulePage(
    .idleSampling, "idle-sampling", .warning, "A sampling setting has no effect with this sampler.",
    """
    With `always_off` no span leaves, whatever `keep` and the ratios of services say. With the parent-based samplers a \
    span that says at what probability it was sampled stays as it is, so `mode: proportional` finds nothing to \
    multiply. And where every span is kept there is nothing for `keep` to save. Remove the setting, or choose the \
    sampler that it needs: `traceidratio` for `mode`. One that a profile inherits and left behind by choosing \
    another sampler is not reported.
    """,
    wrong: "sampling: { sampler: parentbased_traceidratio, ratio: 0.1, mode: proportional }",
    right: "sampling: { sampler: traceidratio, ratio: 0.1, mode: proportional }")

  static let rule = ProfileRule(.idleSampling) { profile in
    guard let sampler = profile.placed("sampling.sampler", \.sampling.sampler) else { return [] }
    return SamplingUse(profile, sampler.value).idle
      .filter { sampler.isDefault || profile.isMeant($0.use.assignment.path, beside: sampler.path) }
      .map { use, reason in
        Diagnostic(
          page.severity, .idleSampling,
          "the sampler is `\(sampler.value.rawValue)`: \(reason), and `sampling.\(use.name)` has no effect",
          at: use.assignment.place, path: use.assignment.path)
      }
  }
}
