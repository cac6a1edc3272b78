import Patterns
import PrivacyCatalogue
import TelemetryEngine
import Testing

/// What users add to a mode.
@Suite struct OwnRulesTests {
  private static func options(
    _ mode: PrivacyMode, _ own: OwnKeyRules = OwnKeyRules(), replacement: String = "[REDACTED]",
    _ patterns: [(String, String)] = []
  ) throws -> PipelineOptions {
    var options = PipelineOptions.passing(mode)
    options.privacy = PrivacyOptions(
      .init(mode: mode, own: own), pseudonymKey: PseudonymKey(derivingFrom: "test"), replacement: replacement,
      substitutions: try patterns.map {
        Substitution(name: "own", pattern: try Pattern($0.0), replacement: PatternReplacement($0.1))
      })
    return options
  }

  private static func left(
    _ attributes: [(String, String)], _ options: PipelineOptions
  ) throws -> (attributes: [String: String], redactions: [PrivacyRule: Int]) {
    let span = Sample.span { for (key, value) in attributes { $0.attribute(9, key, value) } }
    var pipeline = TelemetryPipeline(options)
    // The second time what was remembered answers.
    _ = try process(.traces, Sample.request([span]), &pipeline)
    let processed = try process(.traces, Sample.request([span]), &pipeline)
    return (processed.records.first?.attributes(9) ?? [:], processed.redactions)
  }

  @Test func keysAreLeftOutReplacedOrHashed() throws {
    let own = OwnKeyRules(drop: ["app.*"], redact: ["APP.note"], hash: ["tenant"])
    let found = try Self.left(
      [("app.x", "a"), ("app.note", "b"), ("tenant", "c"), ("http.route", "/d")],
      try Self.options(.minimal, own))
    #expect(found.attributes.keys.sorted() == ["app.note", "http.route", "tenant"])
    #expect(found.attributes["app.note"] == "[REDACTED]")
    #expect(isPseudonym(found.attributes["tenant"]))
    #expect(found.redactions == [.ownDrop: 1, .ownRedact: 1, .ownHash: 1])
  }

  /// Streams stay apart: there a pseudonym takes the place of whatever a rule of the user's says.
  @Test(arguments: OwnKeyRules.List.allCases)
  func onStreamsEveryRuleIsThePseudonym(_ list: OwnKeyRules.List) throws {
    var own = OwnKeyRules()
    switch list {
    case .allow: own.allow = ["tenant"]
    case .drop: own.drop = ["tenant"]
    case .redact: own.redact = ["tenant"]
    case .hash: own.hash = ["tenant"]
    }
    let resource = Sample.resource + ProtobufBytes.message { $0.attribute(1, "tenant", "c") }
    let request = Sample.request([Sample.metric()], resource: resource)
    let output = try process(.metrics, request, try Self.options(.minimal, own)).output
    let value = ProtobufTree.payloads(output, 1, 1).first?.attributes(1)["tenant"]
    #expect(list == .allow ? value == "c" : isPseudonym(value))
  }

  @Test func aRuleIsWeakerOnlyWhereTheFileSaysSo() throws {
    var own = OwnKeyRules(allow: ["tenant", "password", "enduser.id"])
    let attributes = [("tenant", "a"), ("password", "b"), ("enduser.id", "jane@example.com")]
    #expect(
      try Self.left(attributes, try Self.options(.strict, own)).attributes == ["password": "[REDACTED]"])
    own.isOverriding = true
    let found = try Self.left(attributes, try Self.options(.strict, own)).attributes
    #expect(found["tenant"] == "a" && found["password"] == "b")
    // What is found inside a value still goes.
    #expect(isPseudonym(found["enduser.id"]))
  }

  @Test func signalsHavePoliciesOfTheirOwn() throws {
    var options = try Self.options(.strict)
    options.privacy[.logs] = .init(mode: .minimal, own: OwnKeyRules(hash: ["tenant"], isOverriding: true))
    var pipeline = TelemetryPipeline(options)
    for _ in 0..<2 {
      let span = Sample.span { $0.attribute(9, "tenant", "a") }
      let record = try #require(process(.traces, Sample.request([span]), &pipeline).records.first)
      #expect(record.attributes(9) == [:])
      let log = Sample.log("jane@example.com") { $0.attribute(6, "tenant", "a") }
      let left = try #require(process(.logs, Sample.request([log]), &pipeline).records.first)
      #expect(isPseudonym(left.attributes(6)["tenant"]) && left.contains("jane@example.com"))
    }
  }

  @Test(arguments: [
    ("TICKET-[0-9]+", "TICKET", "see TICKET-12, TICKET-3", "see TICKET, TICKET"),
    ("(\\d{3})-\\d+", "$1-x", "a 123-456 b", "a 123-x b"), ("é+", "$$", "caféé", "caf$"),
    ("ab", "$0", "ab", "ab"), ("(x)|(y)z", "<$2>", "x yz", "<> <y>"), ("x(?=y)", "", "xy x", "y x"),
  ])
  func patternsAreReplaced(_ pattern: String, _ template: String, _ text: String, _ left: String) throws {
    let options = try Self.options(.minimal, OwnKeyRules(), [(pattern, template)])
    #expect(try Self.left([("http.route", text)], options).attributes["http.route"] == left)
    // Everywhere, not only in attributes.
    let log = try process(.logs, Sample.request([Sample.log(text)]), options)
    #expect(ProtobufTree.texts(log.records.first ?? [], 5, 1) == [left])
    let again = try process(.logs, log.output, options)
    #expect(again.output == log.output && again.redactions == [:])
  }

  /// Where a pattern is not decided within its bounds, or what it leaves would change again, nothing is left.
  @Test(arguments: [
    ("(a+)+$", "x", String(repeating: "a", count: 40) + "b"), ("a", "aa", "cab"),
    ("b", "jane@example.com", "b"),
  ])
  func patternsFailClosed(_ pattern: String, _ template: String, _ text: String) throws {
    let options = try Self.options(.balanced, OwnKeyRules(), [(pattern, template)])
    let found = try Self.left([("http.route", text)], options)
    #expect(found.attributes["http.route"] == "[REDACTED]")
    #expect(Array(found.redactions.keys) == [.ownPattern])
  }

  @Test func patternsWorkWithTheMode() throws {
    let options = try Self.options(.strict, OwnKeyRules(), [("order", "thing")])
    let log = Sample.log("order 4711 of jane@example.com")
    let left = try process(.logs, Sample.request([log]), options).records.first ?? []
    #expect(ProtobufTree.texts(left, 5, 1) == ["thing <*> of <*>"])
    let stream = try process(
      .metrics, Sample.request([Sample.metric(points: ["order"])]), options)
    let point = ProtobufTree.payloads(stream.records.first ?? [], 7, 1).first ?? []
    #expect(isPseudonym(point.attributes(7)["gate"]))
  }

  @Test func theReplacementIsTheUsers() throws {
    let options = try Self.options(.balanced, replacement: "<gone>")
    let found = try Self.left(
      [("password", "x"), ("http.route", "/p?token=abc&q=1 Bearer 0123456789abcdef")], options)
    #expect(found.attributes["password"] == "<gone>")
    #expect(found.attributes["http.route"] == "/p?token=<gone>&q=REDACTED Bearer <gone>")
    let again = try Self.left(found.attributes.map { ($0.key, $0.value) }, options)
    #expect(again.attributes == found.attributes && again.redactions == [:])
  }

  @Test(arguments: [(1, false), (16, true)])
  func theGrowthBoundIsTheUsers(_ growth: Int, _ passes: Bool) throws {
    // Each text of one byte becomes one of ten.
    let span = Sample.span { for _ in 0..<200_000 { $0.attribute(9, "otp", "1") } }
    var options = try Self.options(.minimal)
    options.privacy.maxGrowth = growth
    #expect((refusal(.traces, Sample.request([span]), options) == nil) == passes)
  }
}
