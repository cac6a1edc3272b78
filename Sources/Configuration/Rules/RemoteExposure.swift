/// Settings that are fine on one machine and rarely meant for what leaves it.
enum RemoteExposure {
  static let samplerPage = RulePage(
    .unsampledTarget, "unsampled-target", .warning, "Every trace goes to another host.",
    """
    With `always_on`, `parentbased_always_on` or a ratio of 1 everything that programs record is sent, and paid for, \
    at the target. On a laptop with a local target that is what one wants; for another host choose \
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
