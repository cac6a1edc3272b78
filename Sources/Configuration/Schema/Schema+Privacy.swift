internal import PrivacyCatalogue

extension Schema {
  private static let most = 200

  static let privacy: [Setting] =
    [
      .value(
        "privacy.mode", .choice(), \.privacy.mode, environment: "HEPHAESTUS_TELEMETRY_PRIVACY",
        "How much about people leaves: strict the least, minimal the most."),
      .value(
        "privacy.pseudonym_key",
        ValueType<GatewayConfiguration.Secret>.secret(minBytes: 16).optional(
          absent: "made once, in the state directory"),
        \.privacy.pseudonymKey, sensitive: true,
        "The key of pseudonyms. Gateways that share it give the same pseudonyms."),
      .value(
        "privacy.replacement", .replacement, \.privacy.replacement, "What stands for a text that goes."),
      .value(
        "privacy.override", .boolean, \.privacy.override,
        "Whether own rules, and modes of single signals, may be weaker than `privacy.mode`."),
      .value(
        "privacy.max_growth", .integer(1...16), \.privacy.maxGrowth,
        "How many times as long as it came, and 1 MiB more, a request may leave."),
    ] + ownRules + patterns + GatewayConfiguration.SignalName.allCases.flatMap(ofSignal)

  private static let ownRules: [Setting] = OwnKeyRules.List.allCases.map { list in
    keys("privacy.\(list.rawValue)", defaultText: "[]", documentation(of: list)) { draft, entries in
      draft.configuration.privacy[list] = entries
    }
  }

  private static let patterns: [Setting] = [
    .declare(
      "privacy.patterns.NAME.pattern", .pattern, "What matches goes, in every text and every mode."
    ) { draft, path, compiled in
      let name = NamedSection.patterns.name(in: path)
      draft.patterns[name] = compiled
      draft.configuration.privacy.withPattern(name) { $0.pattern = compiled.text }
    },
    .declare(
      "privacy.patterns.NAME.replacement", .template, defaultNote: "`privacy.replacement`",
      "What stands for what matches. A `$` that means itself before a digit is written `$$$$`."
    ) { draft, path, template in
      draft.configuration.privacy.withPattern(NamedSection.patterns.name(in: path)) {
        $0.replacement = template
      }
    },
  ]

  private static func ofSignal(_ signal: GatewayConfiguration.SignalName) -> [Setting] {
    let section = "privacy.\(signal.rawValue)"
    let mode = Setting.declare(
      "\(section).mode", ValueType<PrivacyMode>.choice(), defaultNote: "`privacy.mode`",
      "The mode for \(signal.rawValue) alone."
    ) { draft, _, mode in draft.configuration.privacy.perSignal[signal, default: .init()].mode = mode }
    return [mode]
      + OwnKeyRules.List.allCases.map { list in
        keys(
          "\(section).\(list.rawValue)", defaultNote: "`privacy.\(list.rawValue)`",
          "For \(signal.rawValue) alone: what `privacy.\(list.rawValue)` is for the others."
        ) { draft, entries in draft.configuration.privacy.perSignal[signal, default: .init()][list] = entries
        }
      }
  }

  private static func documentation(of list: OwnKeyRules.List) -> String {
    switch list {
    case .allow: "Keys whose attributes stay; what the detectors of the mode find in the values still goes."
    case .drop: "Keys whose attributes are left out."
    case .redact: "Keys whose values are replaced."
    case .hash: "Keys whose values become pseudonyms, the same for the same value."
    }
  }

  private static func keys(
    _ path: String, defaultText: String? = nil, defaultNote: String? = nil, _ documentation: String,
    _ apply: @escaping @Sendable (inout ConfigurationDraft, [String]) -> Void
  ) -> Setting {
    .list(
      path, of: .keyEntry, count: 0...most,
      expectation:
        "a list of at most \(most) keys, each an attribute key such as `http.route`, or `prefix.*`",
      defaultText: defaultText, defaultNote: defaultNote, documentation
    ) { draft, _, entries in apply(&draft, entries) }
  }
}

extension GatewayConfiguration.Privacy {
  /// A list of own rules, for all signals.
  subscript(list: OwnKeyRules.List) -> [String] {
    get {
      switch list {
      case .allow: allow
      case .drop: drop
      case .redact: redact
      case .hash: hash
      }
    }
    set {
      switch list {
      case .allow: allow = newValue
      case .drop: drop = newValue
      case .redact: redact = newValue
      case .hash: hash = newValue
      }
    }
  }

  /// Changes one pattern, which is added where its name belongs.
  fileprivate mutating func withPattern(
    _ name: String, _ change: (inout GatewayConfiguration.PrivacyPattern) -> Void
  ) {
    let index = patterns.firstIndex { $0.name >= name } ?? patterns.endIndex
    if index == patterns.endIndex || patterns[index].name != name {
      patterns.insert(GatewayConfiguration.PrivacyPattern(name: name, pattern: ""), at: index)
    }
    change(&patterns[index])
  }
}

extension GatewayConfiguration.SignalPrivacy {
  /// A list of own rules; nil where that of all signals holds.
  subscript(list: OwnKeyRules.List) -> [String]? {
    get {
      switch list {
      case .allow: allow
      case .drop: drop
      case .redact: redact
      case .hash: hash
      }
    }
    set {
      switch list {
      case .allow: allow = newValue
      case .drop: drop = newValue
      case .redact: redact = newValue
      case .hash: hash = newValue
      }
    }
  }
}
