import Configuration
import Testing

/// What `run` warns of beyond errors: credentials and people, with the environment counted.
@Suite struct StartWarningTests {
  private static let settings = """
    enabled: true
    sampling: { sampler: always_on }
    targets: { default: { endpoint: "http://c.internal", headers: { authorization: "Bearer ${env:TOKEN}" } } }
    """
  private static let environment = ["TOKEN": "hunter2", "HEPHAESTUS_TELEMETRY_PRIVACY": "minimal"]

  @Test func onlyWhatIsPrivate() {
    let result = loadResult(profile(Self.settings), environment: Self.environment)
    #expect(result.configuration != nil)
    #expect(result.diagnostics.map(\.code) == [.plaintextCredential, .minimalPrivacy])
    #expect(!result.diagnostics.map(\.logMessage).joined().contains("hunter2"))
  }

  @Test(arguments: [
    ("lint: { HG105: error, HG111: off }", ["HG105"]), ("lint: { HG105: off, HG111: off }", []),
    ("enabled: false", []), ("targets: { default: { endpoint: \"https://c.internal\" } }", ["HG111"]),
  ])
  func levelsCount(settings: String, codes: [String]) {
    let file =
      "version: 1\nprofiles:\n  base:\n"
      + Self.settings.split(separator: "\n").map { "    \($0)\n" }.joined()
      + "  default:\n    extends: base\n    \(settings)\n"
    let result = loadResult(file, environment: Self.environment)
    #expect(result.diagnostics.map(\.code.rawValue) == codes)
    #expect(result.diagnostics.allSatisfy { $0.severity == .warning })
  }

  @Test func commentsCount() {
    let file = profile(Self.settings.replacing("} } }", with: "} } } # hg-ignore HG105 a tunnel"))
    #expect(loadResult(file, environment: ["TOKEN": "hunter2"]).diagnostics.isEmpty)
  }
}
