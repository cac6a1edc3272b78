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
