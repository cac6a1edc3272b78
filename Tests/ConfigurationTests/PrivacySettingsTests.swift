import Configuration
import PrivacyCatalogue
import Testing

@Suite struct PrivacySettingsTests {
  private typealias Model = GatewayConfiguration

  @Test func everySettingArrives() throws {
    let privacy = try load(
      profile(
        """
        privacy:
          mode: balanced
          override: true
          replacement: <gone>
          max_growth: 5
          allow: [build.number]
          drop: [shop.owner, shop.secret.*]
          redact: [a]
          hash: [b]
          patterns:
            ticket: { pattern: "TICKET-([0-9]+)", replacement: "T-$1" }
            order: { pattern: 'ORD-\\d+' }
          traces: { mode: minimal, allow: [], hash: [c] }
          logs: { drop: [d] }
        """)
    ).privacy
    var expected = Model().privacy
    (expected.mode, expected.override, expected.replacement) = (.balanced, true, "<gone>")
    expected.maxGrowth = 5
    (expected.allow, expected.drop) = (["build.number"], ["shop.owner", "shop.secret.*"])
    (expected.redact, expected.hash) = (["a"], ["b"])
    expected.patterns = [
      Model.PrivacyPattern(name: "order", pattern: "ORD-\\d+"),
      Model.PrivacyPattern(name: "ticket", pattern: "TICKET-([0-9]+)", replacement: "T-$1"),
    ]
    var (traces, logs) = (Model.SignalPrivacy(), Model.SignalPrivacy())
    (traces.mode, traces.allow, traces.hash) = (.minimal, [], ["c"])
    logs.drop = ["d"]
    expected.perSignal = [.traces: traces, .logs: logs]
    #expect(privacy == expected)
  }

  private static let layers = """
    version: 1
    bundles:
      ids: { privacy: { patterns: { ticket: { pattern: "T-([0-9]+)", replacement: "<$1>" }, order: { pattern: "O-[0-9]+" } } } }
    profiles:
      default: { bundles: [ids], privacy: { patterns: { ticket: { replacement: "<ticket>" }, order: null } } }
    """

  /// As the settings of targets do, by the name.
  @Test func patternsMergeByName() throws {
    #expect(
      try load(Self.layers).privacy.patterns == [
        Model.PrivacyPattern(name: "ticket", pattern: "T-([0-9]+)", replacement: "<ticket>")
      ])
    let flags = ["privacy.patterns.other.pattern=o+", "privacy.patterns.ticket.replacement=null"]
    #expect(
      try load(Self.layers, flags: flags).privacy.patterns == [
        Model.PrivacyPattern(name: "other", pattern: "o+"),
        Model.PrivacyPattern(name: "ticket", pattern: "T-([0-9]+)"),
      ])
  }

  /// What a file holds, and the template that it gives.
  @Test(arguments: [
    ("T-$1", "T-$1"), ("$0", "$0"), ("US$", "US$"), ("$x", "$x"), ("$$$$1", "$$1"), ("$$$$", "$$"),
    ("$$", "$"),
    ("a$$b", "a$b"), ("$12", "$12"), ("", ""), ("$${1}", "${1}"),
  ])
  func templates(written: String, expected: String) throws {
    let pattern = "privacy: { patterns: { p: { pattern: \"(q)zz\", replacement: '\(written)' } } }"
    #expect(try load(profile(pattern)).privacy.patterns.first?.replacement == expected)
  }

  @Test func patternsAreBounded() throws {
    func patterns(_ range: Range<Int>) -> String {
      "privacy: { patterns: { " + range.map { "p\($0): { pattern: qq }" }.joined(separator: ", ") + " } }"
    }
    #expect(try load(profile(patterns(0..<50))).privacy.patterns.count == 50)
    let result = loadResult(
      "version: 1\nbundles: { b: { \(patterns(10..<40)) } }\nprofiles: { default: { bundles: [b], \(patterns(40..<70)) } }"
    )
    #expect(result.diagnostics.map(\.code) == [.limit])
    #expect(result.diagnostics.first?.line == 3)
  }

  @Test(arguments: [
    // The file alone is fine; the mode of the environment is not what its rules were written for.
    (
      "privacy: { mode: balanced, hash: [session.id] }", ["HEPHAESTUS_TELEMETRY_PRIVACY": "strict"],
      [DiagnosticCode.weakerRule]
    ),
    ("privacy: { mode: balanced, hash: [session.id] }", [:], []),
    ("privacy: { mode: strict, hash: [session.id] }", ["HEPHAESTUS_TELEMETRY_PRIVACY": "minimal"], []),
    ("privacy: { override: true, hash: [session.id] }", [:], []),
    ("privacy: { traces: { mode: balanced } }", [:], [.weakerRule]),
    ("privacy: { patterns: { p: { pattern: \"a(\" } } }", [:], [.unusablePattern]),
    ("privacy: { patterns: { p: { pattern: \"${env:P}\" } } }", ["P": "a("], [.unusablePattern]),
    ("privacy: { patterns: { p: { pattern: \"${env:P}\" } } }", ["P": "REDACTED"], [.unusablePattern]),
  ])
  func whatRunRefuses(settings: String, environment: [String: String], codes: [DiagnosticCode]) {
    let result = loadResult(profile(settings), environment: environment)
    #expect(result.diagnostics.map(\.code) == codes)
    #expect((result.configuration == nil) == !codes.isEmpty)
  }

  @Test func aPatternFromAReferenceIsNotShown() {
    let result = loadResult(
      profile("privacy: { patterns: { p: { pattern: \"${env:P}\" } } }"), environment: ["P": "hunter2("])
    #expect(result.headlines.first?.contains("missing closing parenthesis") == true)
    #expect(!result.headlines.joined().contains("hunter2"))
  }

  @Test func aReloadSeesWhatChanged() throws {
    func settings(_ text: String) -> ResolvedSettings { loadResult(profile(text)).settings }
    let before = settings(
      "privacy: { mode: balanced, drop: [a], patterns: { p: { pattern: qq } }, logs: { hash: [x] } }")
    let after = settings("privacy: { mode: balanced, drop: [a, b], patterns: { p: { pattern: zz } } }")
    #expect(
      SettingChange.between(before, after).map(\.description) == [
        "privacy.drop changed from [a] to [a, b]", "privacy.logs.hash changed from [x] to nothing",
        "privacy.patterns.p.pattern changed from qq to zz",
      ])
    #expect(SettingChange.between(before, before).isEmpty)
  }
}
