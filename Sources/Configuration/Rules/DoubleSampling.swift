/// A ratio applied to what programs have thinned out already.
enum DoubleSampling {
  static let page = RulePage(
    .doubleSampling, "double-sampling", .warning, "The gateway's ratio comes on top of the programs' own.",
    """
    SDKs whose ratio sampler does not write its probability into `tracestate` (`th`) leave nothing by which the \
    gateway could tell that they sampled, and they choose other traces than it does. Where both sample, the product \
    is left: 20 % of 20 % is 4 %. And counts estimated from what is left are wrong by the programs' share.

    Let one of them decide. Either programs record everything (`OTEL_TRACES_SAMPLER=always_on`, as \
    `hephaestus-gw env --to-gateway` prints it) and the gateway has the ratio; or programs have it, and the gateway \
    is at `parentbased_always_on` with `assume_unsampled: false`.

    It is found where a profile says that programs sample, by `assume_unsampled: false`, and has a ratio itself; and by \
    `validate --environment` where OTEL_TRACES_SAMPLER gives the gateway its ratio, since programs that are started \
    with the same variables take it from there too. What programs elsewhere do, no file shows.
    """,
    wrong: "sampling: { sampler: parentbased_traceidratio, ratio: 0.2, assume_unsampled: false }",
    right: "sampling: { sampler: parentbased_always_on, assume_unsampled: false }")
}

extension DoubleSampling {
  static let rule = ProfileRule(.doubleSampling) { profile in
    guard let isUnsampled = profile.placed("sampling.assume_unsampled", \.sampling.assumeUnsampled),
      !isUnsampled.value, let sampler = profile.placed("sampling.sampler", \.sampling.sampler),
      SamplingRatio.readsRatio(sampler.value),
      let ratio = profile.placed("sampling.ratio", \.sampling.ratio), (0..<1).contains(ratio.value)
    else { return [] }
    return [
      Diagnostic(
        .doubleSampling,
        "`assume_unsampled: false` says that programs may sample, and this gateway keeps "
          + "\(percent(ratio.value)) of what they leave; choose `parentbased_always_on`, or let programs record "
          + "everything and remove this",
        at: isUnsampled)
    ]
  }

  /// What the variables of this machine show.
  static func findings(_ settings: ResolvedSettings, _ sampling: GatewayConfiguration.Sampling)
    -> [Diagnostic]
  {
    let path = SettingPath(["sampling", "sampler"])
    guard case .environment(let variable)? = settings.assignment(at: path)?.origin,
      SamplingRatio.readsRatio(sampling.sampler), sampling.ratio > 0, sampling.ratio < 1
    else { return [] }
    let share = percent(sampling.ratio)
    return [
      Diagnostic(
        page.severity, .doubleSampling,
        "programs with the same \(variable) sample too, and \(share) of \(share) is "
          + "\(percent(sampling.ratio * sampling.ratio)); give them `always_on` (`hephaestus-gw env --to-gateway`)",
        path: path)
    ]
  }

  /// With three digits that count: `4 %`, `0.25 %`.
  static func percent(_ share: Double) -> String {
    var (value, scale) = (share * 100, 1.0)
    while value * scale < 100, scale < 1e9 { scale *= 10 }
    value = (value * scale).rounded() / scale
    return (value == value.rounded() ? "\(Int(value))" : "\(value)") + " %"
  }
}
