internal import PrivacyCatalogue

/// Keys that several lists of own privacy rules name.
enum ShadowedKey {
  static let page = RulePage(
    .shadowedKey, "shadowed-key", .warning, "A key stands in several lists of own privacy rules.",
    """
    Of `drop`, `redact`, `hash` and `allow` the one that takes the most holds: an entry that stands in two of them has \
    no effect in the other. (An exact key goes before a `prefix.*`, and a longer prefix before a shorter one, so \
    `drop: [shop.*]` with `allow: [shop.region]` is two rules, and no mistake.) Case does not count. Remove one of \
    the two.
    """,
    wrong: "privacy: { drop: [shop.owner], redact: [shop.owner] }",
    right: "privacy: { drop: [shop.owner] }")

  static let rule = ProfileRule(.shadowedKey) { profile in
    ([nil] + GatewayConfiguration.SignalName.allCases.map(Optional.some)).flatMap { findings(profile, $0) }
  }

  /// From the one that takes the most.
  private static let lists: [OwnKeyRules.List] = [.drop, .redact, .hash, .allow]

  private static func findings(
    _ profile: ResolvedProfile, _ signal: GatewayConfiguration.SignalName?
  ) -> [Diagnostic] {
    let privacy = profile.configuration.privacy
    let own = signal.flatMap { privacy.perSignal[$0] }
    if signal != nil, lists.allSatisfy({ own?[$0] == nil }) { return [] }
    var holders: [String: OwnKeyRules.List] = [:]
    return lists.flatMap { list -> [Diagnostic] in
      let isOwn = own?[list] != nil
      let path = SettingPath(["privacy"] + (isOwn ? [signal?.rawValue ?? ""] : []) + [list.rawValue])
      let assignment = profile.settings.assignment(at: path)
      return (own?[list] ?? privacy[list]).enumerated().compactMap { index, entry in
        guard let holder = holders[entry.lowercased()] else {
          holders[entry.lowercased()] = list
          return nil
        }
        // A list for all signals that one of them overrides holds for the others.
        if signal != nil, !isOwn { return nil }
        let message =
          holder == list
          ? "`\(path)` has `\(entry.shown)` twice"
          : "`\(path)` has no effect on `\(entry.shown)`, which `\(holder.rawValue)` names too"
        return Diagnostic(
          page.severity, .shadowedKey, message, at: assignment?.place(ofElement: index), path: path)
      }
    }
  }
}
