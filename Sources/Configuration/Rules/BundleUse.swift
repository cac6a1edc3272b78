internal import YAMLTree

/// Bundles that do nothing, and values of bundles that do nothing.
enum BundleUse {
  static let unusedPage = RulePage(
    .unusedBundle, "unused-bundle", .warning, "No profile uses the bundle.",
    """
    Neither a profile nor a bundle that a profile uses lists it. It may be left over, or its name may be missing \
    from a `bundles` list. List it or remove it; a file of bundles that others include is judged with the file \
    that includes it.
    """,
    wrong: """
      version: 1
      bundles: { light: { sampling: { ratio: 0.05 } } }
      profiles: { default: { enabled: false } }
      """,
    right: """
      version: 1
      bundles: { light: { sampling: { ratio: 0.05 } } }
      profiles: { default: { enabled: false, bundles: [light] } }
      """)

  static let overriddenPage = RulePage(
    .overriddenValue, "overridden-value", .warning,
    "Every profile with this bundle overrides this value of it.",
    """
    Whoever changes the value here will see no effect anywhere. Either the overriding values or this one should go. \
    Later bundles of a list win over earlier ones, and a profile wins over its bundles: perhaps the order is wrong. \
    `hephaestus-gw explain --all` shows what overrides it.
    """,
    wrong: """
      version: 1
      bundles: { light: { sampling: { ratio: 0.05 } } }
      profiles: { default: { enabled: false, bundles: [light], sampling: { ratio: 0.1 } } }
      """,
    right: """
      version: 1
      bundles: { light: { sampling: { ratio: 0.05 } } }
      profiles: { default: { enabled: false, bundles: [light] } }
      """)
}

extension BundleUse {
  /// - Parameters:
  ///   - set: Every bundle and profile.
  ///   - misspelt: Bundles that a wrong name in a list probably means.
  /// - Returns: A finding for each bundle that nothing leads to from a profile.
  static func unused(_ set: ConfigurationSet, misspelt: Set<String>) -> [Diagnostic] {
    let used = reachable(set)
    return set.inOrder.compactMap { fragment in
      guard case .bundle(let name) = fragment.kind, !used.contains(fragment.kind), !misspelt.contains(name)
      else {
        return nil
      }
      return Diagnostic(
        .warning, .unusedBundle, "no profile uses the bundle `\(name)`; list it in `bundles` or remove it",
        at: fragment.range)
    }
  }

  /// The profiles, and what they and their bundles list, in circles too.
  private static func reachable(_ set: ConfigurationSet) -> Set<Origin.Fragment> {
    var open = set.profileNames.map { Origin.Fragment.profile($0) }
    var found = Set(open)
    while let fragment = open.popLast().flatMap({ set.fragments[$0] }) {
      for bundle in fragment.bundles.map({ Origin.Fragment.bundle($0.name) })
      where set.fragments[bundle] != nil {
        if found.insert(bundle).inserted { open.append(bundle) }
      }
    }
    return found
  }
}

/// Which values of bundles come into force anywhere.
struct BundleValues {
  private struct Key: Hashable {
    var bundle: Origin.Fragment
    var path: SettingPath
  }

  private var applied: Set<Origin.Fragment> = []
  private var inForce: Set<Key> = []

  mutating func add(_ profile: ResolvedSettings, layers: [Origin.Fragment]) {
    for layer in layers {
      if case .bundle = layer { applied.insert(layer) }
    }
    for (path, history) in profile.history {
      guard case .file(_, let fragment)? = history.last?.origin, case .bundle = fragment else { continue }
      inForce.insert(Key(bundle: fragment, path: path))
    }
  }

  /// The values of bundles in use that every profile overrides.
  func overridden(_ decoded: [Origin.Fragment: [Assignment]]) -> [Diagnostic] {
    applied.flatMap { bundle in
      (decoded[bundle] ?? []).compactMap { assignment in
        if case .reset = assignment.value { return nil }
        guard !inForce.contains(Key(bundle: bundle, path: assignment.path)) else { return nil }
        return Diagnostic(
          .warning, .overriddenValue,
          "`\(assignment.path)` of \(bundle) has no effect: every profile with it says otherwise",
          at: assignment.place, path: assignment.path)
      }
    }
  }
}
