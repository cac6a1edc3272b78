internal import PrivacyCatalogue

/// Settings that are fine on one machine and rarely meant for what leaves it.
enum RemoteExposure {
  static let samplerPage = RulePage(
    .unsampledTarget, "unsampled-target", .warning, "Every trace goes to another host.",
    """
    With `always_on`, `parentbased_always_on` or a ratio of 1 everything that programs record is sent, and paid for, \
    at the target, unless `rate_limit` bounds it. On a laptop with a local target that is what one wants; for another host choose \
    `parentbased_traceidratio` and a ratio (the toolkit's guide recommends 0.1 for production).

    Where it is meant, say so on the line: `# hg-ignore HG110 little traffic`.
    """,
    wrong: """
      sampling: { sampler: always_on }
      targets: { default: { endpoint: "https://collector.internal" } }
      """,
    right: """
      sampling: { sampler: parentbased_traceidratio, ratio: 0.1 }
      targets: { default: { endpoint: "https://collector.internal" } }
      """)

  static let privacyPage = RulePage(
    .minimalPrivacy, "minimal-privacy", .warning, "The privacy mode `minimal` with a target on another host.",
    """
    `minimal` removes credentials and little else: paths, user names and mail addresses leave the machine. Use \
    `strict` or `balanced` for targets on other hosts.
    """,
    wrong: """
      privacy: { mode: minimal }
      targets: { default: { endpoint: "https://collector.internal" } }
      """,
    right: """
      privacy: { mode: balanced }
      targets: { default: { endpoint: "https://collector.internal" } }
      """)
}

extension RemoteExposure {
  static let rule = ProfileRule(.unsampledTarget, .minimalPrivacy) { profile in
    let remote = profile.endpoints.filter { $0.isRemote && !$0.signals.isEmpty }
    return [sampling(profile, remote), privacy(profile, remote)].compactMap { $0 }
  }

  private static func sampling(_ profile: ResolvedProfile, _ remote: [PlacedEndpoint]) -> Diagnostic? {
    guard let target = remote.first(where: { $0.signals.contains(.traces) }),
      let sampler = profile.placed("sampling.sampler", \.sampling.sampler),
      profile.configuration.sampling.rateLimit == nil
    else { return nil }
    let message = "every trace goes to \(target.address) (target `\(target.target)`)"
    switch sampler.value {
    case .alwaysOn, .parentBasedAlwaysOn:
      return Diagnostic(
        .unsampledTarget, message + "; choose `parentbased_traceidratio` and a ratio", at: sampler)
    case .traceIDRatio, .parentBasedTraceIDRatio:
      guard let ratio = profile.placed("sampling.ratio", \.sampling.ratio), ratio.value == 1 else {
        return nil
      }
      return Diagnostic(.unsampledTarget, message + " with a ratio of 1", at: ratio)
    case .alwaysOff, .parentBasedAlwaysOff: return nil
    }
  }

  private static func privacy(_ profile: ResolvedProfile, _ remote: [PlacedEndpoint]) -> Diagnostic? {
    guard let target = remote.first, let mode = profile.placed("privacy.mode", \.privacy.mode),
      mode.value == .minimal
    else { return nil }
    return Diagnostic(
      .minimalPrivacy,
      "`minimal` lets paths, user names and addresses go to \(target.address) (target `\(target.target)`); "
        + "choose `strict` or `balanced`", at: mode)
  }
}
