import TelemetryEngine
import Testing

/// `keep`, `by_service` and `by_span_name`.
@Suite struct SpanClassTests {
  /// Below every threshold but 0.
  static let low = SampledSpan(bits: 0).traceID
  static let high = SampledSpan(bits: TraceStateTests.kept).traceID

  static let rules: KeepRules = {
    var rules = KeepRules()
    rules.errors = true
    rules.slowerThan = 2_000_000_000
    rules.attributes = ["http.response.status_code": ["503", "1.5"], "vip": ["true"], "tier": ["gold"]]
    rules.names = ["checkout"]
    return rules
  }()

  private static var sampler: SpanSampler {
    var sampler = SpanSampler.ratio(0.5)
    sampler.keep = rules
    return sampler
  }

  private static func span(
    _ name: String = "work", _ id: [UInt8] = low, seconds: Double = 1,
    _ more: (inout ProtobufBytes) -> Void = { _ in }
  ) -> [UInt8] {
    ProtobufBytes.message {
      $0.payload(1, id)
      $0.payload(2, Sample.spanID)
      $0.text(5, name)
      $0.fixed64(7, 1_700_000_000_000_000_000)
      $0.fixed64(8, 1_700_000_000_000_000_000 + UInt64(seconds * 1e9))
      more(&$0)
    }
  }

  private static func outcome(_ span: [UInt8], _ sampler: SpanSampler = sampler) throws -> SamplingOutcome {
    var pipeline = TelemetryPipeline(.sampling(sampler))
    _ = try process(.traces, Sample.request([span]), &pipeline)
    let tally = try #require(pipeline.samplingTallies.first).tally
    return try #require(SamplingOutcome.allCases.first { tally[$0] > 0 })
  }

  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var span: [UInt8]
    var outcome: SamplingOutcome

    init(_ what: String, _ span: [UInt8], _ outcome: SamplingOutcome) {
      (testDescription, self.span, self.outcome) = (what, span, outcome)
    }
  }

  static let cases: [Case] = [
    Case("an error", span { $0.message(15) { $0.varint(3, 2) } }, .keptError),
    Case("status ok", span { $0.message(15) { $0.varint(3, 1) } }, .droppedRatio),
    Case(
      "two statuses, the later an error",
      span {
        $0.message(15) { $0.varint(3, 1) }
        $0.message(15) { $0.varint(3, 2) }
      }, .keptError),
    Case(
      "an error with a message",
      span {
        $0.message(15) {
          $0.text(2, "no")
          $0.varint(3, 2)
        }
      }, .keptError),
    Case("slow", span(seconds: 2.000_000_001), .keptSlow),
    Case("just not slow", span(seconds: 2), .droppedRatio),
    Case(
      "an integer", span { $0.attribute(9, "http.response.status_code") { $0.varint(3, 503) } },
      .keptAttribute),
    Case(
      "another integer", span { $0.attribute(9, "http.response.status_code") { $0.varint(3, 500) } },
      .droppedRatio),
    Case("its text", span { $0.attribute(9, "http.response.status_code", "503") }, .keptAttribute),
    Case(
      "a double",
      span { $0.attribute(9, "http.response.status_code") { $0.fixed64(4, (1.5).bitPattern) } },
      .keptAttribute),
    Case("a boolean", span { $0.attribute(9, "vip") { $0.varint(2, 1) } }, .keptAttribute),
    Case("the other boolean", span { $0.attribute(9, "vip") { $0.varint(2, 0) } }, .droppedRatio),
    Case("a text", span { $0.attribute(9, "tier", "gold") }, .keptAttribute),
    Case("another text", span { $0.attribute(9, "tier", "golden") }, .droppedRatio),
    Case("another key", span { $0.attribute(9, "tier2", "gold") }, .droppedRatio),
    Case(
      "a list", span { $0.attribute(9, "tier") { $0.message(5) { $0.message(1) { $0.text(1, "gold") } } } },
      .droppedRatio),
    Case("a name", span("checkout"), .keptName),
    Case("another name", span("checkout2"), .droppedRatio),
    Case("the first reason counts", span("checkout", seconds: 3), .keptSlow),
  ]

  @Test(arguments: cases) func keepsTheClass(_ row: Case) throws {
    #expect(try Self.outcome(row.span) == row.outcome)
    let left = try process(.traces, Sample.request([row.span]), .sampling(Self.sampler)).records
    #expect(left.map { ProtobufTree.texts($0, 3) } == (row.outcome.isKept ? [["ot=th:0"]] : []))
  }

  /// A class has its own probability for all of it, also for those whom the ratio would have kept.
  @Test func aClassIsKeptWholeAndSaysSo() throws {
    for id in [Self.low, Self.high] {
      for (came, left) in [(nil, "ot=th:0"), ("ot=th:0", "ot=th:0"), ("v=1", "ot=th:0,v=1")] {
        let span = Self.span("checkout", id) { if let came { $0.text(3, came) } }
        let record = try process(.traces, Sample.request([span]), .sampling(Self.sampler)).records.first
        #expect(ProtobufTree.texts(try #require(record), 3) == [left])
      }
    }
    // Never lowered.
    let span = Self.span("checkout", Self.high) { $0.text(3, "ot=th:f") }
    let record = try process(.traces, Sample.request([span]), .sampling(Self.sampler)).records.first
    #expect(ProtobufTree.texts(try #require(record), 3) == ["ot=th:f"])
  }

  @Test func aClassSaysNothingWhereWhatCameBeforeIsNotKnown() throws {
    var sampler = Self.sampler
    sampler.assumesUnsampled = false
    let spans = [Self.span("checkout"), Self.span("checkout") { $0.text(3, "ot=th:C,v=1") }]
    let records = try process(.traces, Sample.request(spans), .sampling(sampler)).records
    #expect(records.map { ProtobufTree.texts($0, 3) } == [[], ["v=1"]])
  }

  @Test(arguments: [
    (SpanSampler.Root.alwaysOff, false, false, nil), (.alwaysOff, true, true, "ot=th:0"),
    (.alwaysOn, false, true, nil), (.traceIDRatio(0), true, true, "ot=th:0"),
  ])
  func keepBeatsEverySamplerButAlwaysOff(
    _ root: SpanSampler.Root, _ isParentBased: Bool, _ isKept: Bool, _ state: String?
  ) throws {
    var sampler = SpanSampler(root: root, isParentBased: isParentBased)
    sampler.keep = Self.rules
    let record = try process(.traces, Sample.request([Self.span("checkout")]), .sampling(sampler)).records
      .first
    #expect((record != nil) == isKept)
    #expect(record.flatMap { ProtobufTree.texts($0, 3).first } == state)
  }

  /// Counts of a class and of the rest are both true.
  @Test func countsWithAKeptClassAreTrue() throws {
    var random = SeededRandom(77)
    let spans = (0..<20_000).map { number in
      let id = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
      return Self.span(number % 10 == 0 ? "checkout" : "work", id)
    }
    var sampler = Self.sampler
    sampler.root = .traceIDRatio(0.1)
    let left = try process(.traces, Sample.request(spans), .sampling(sampler)).records
    let estimates = Dictionary(grouping: left) { ProtobufTree.texts($0, 5).first ?? "" }
      .mapValues { $0.map(SampledSpan.init(span:)).reduce(0) { $0 + $1.adjustedCount } }
    #expect(estimates["checkout"] == 2_000)
    #expect(abs((estimates["work"] ?? 0) - 18_000) < 3 * (18_000 * 9.0).squareRoot())
  }

  // MARK: Ratios by service and by name

  private static func request(_ service: String?, _ spans: [[UInt8]]) -> [UInt8] {
    Sample.request(
      spans,
      resource: service.map { name in ProtobufBytes.message { $0.attribute(1, "service.name", name) } })
  }

  private static var overriding: SpanSampler {
    var sampler = SpanSampler.ratio(0.5)
    sampler.ratioByService = ["shop": 1, "quiet": 0.25, "hephaestus": 0]
    sampler.ratioBySpanName = ["GET /health": 0, "checkout": 1]
    return sampler
  }

  @Test(arguments: [
    ("shop", "work", "ot=th:0"), ("quiet", "work", "ot=th:c"), ("other", "work", "ot=th:8"),
    // Nobody's name is the gateway's own.
    (nil, "work", nil), ("unknown_service:java", "work", nil),
    ("shop", "GET /health", nil), ("hephaestus", "checkout", "ot=th:0"), ("other", "checkout", "ot=th:0"),
  ])
  func ratiosOfServicesAndNames(_ service: String?, _ name: String, _ state: String?) throws {
    let request = Self.request(service, [Self.span(name, Self.high)])
    let left = try process(.traces, request, .sampling(Self.overriding)).records
    #expect(left.map { ProtobufTree.texts($0, 3) } == (state.map { [[$0]] } ?? []))
  }

  @Test func overridesTakeThePlaceOfEverySamplersRootButAlwaysOff() throws {
    for (root, isParentBased, state) in [
      (SpanSampler.Root.alwaysOn, false, "ot=th:c"), (.alwaysOn, true, "ot=th:c"),
      (.alwaysOff, true, "ot=th:c"),
      (.alwaysOff, false, nil),
    ] {
      var sampler = Self.overriding
      (sampler.root, sampler.isParentBased) = (root, isParentBased)
      let left = try process(
        .traces, Self.request("quiet", [Self.span("work", Self.high)]), .sampling(sampler)
      ).records
      #expect(left.flatMap { ProtobufTree.texts($0, 3) } == (state.map { [$0] } ?? []))
    }
  }

  @Test func aParentsDecisionStandsAgainstAnOverride() throws {
    var sampler = Self.overriding
    sampler.isParentBased = true
    let span = Self.span("work", Self.high) { $0.text(3, "ot=th:4") }
    let left = try process(.traces, Self.request("quiet", [span]), .sampling(sampler)).records
    #expect(left.flatMap { ProtobufTree.texts($0, 3) } == ["ot=th:4"])
  }

  @Test func overridesFollowTheMode() throws {
    var sampler = Self.overriding
    sampler.mode = .proportional
    let span = Self.span("work", Self.high) { $0.text(3, "ot=th:8") }
    let left = try process(.traces, Self.request("quiet", [span]), .sampling(sampler)).records
    #expect(left.flatMap { ProtobufTree.texts($0, 3) } == ["ot=th:e"])
  }

  /// What decides about one resource does not decide about the next.
  @Test func servicesOfOneRequestAreToldApart() throws {
    let request = ["shop", "quiet", "shop", "other", "quiet"].flatMap {
      Self.request($0, [Self.span("work", Self.high)])
    }
    let left = try process(.traces, request, .sampling(Self.overriding)).records
    #expect(
      left.flatMap { ProtobufTree.texts($0, 3) } == ["ot=th:0", "ot=th:c", "ot=th:0", "ot=th:8", "ot=th:c"])
  }

  @Test func outcomesSayWhatDecided() throws {
    #expect(try Self.outcome(Self.span("GET /health"), Self.overriding) == .droppedSpanNameRatio)
    #expect(try Self.outcome(Self.span("checkout"), Self.overriding) == .keptSpanNameRatio)
    var parentBased = Self.overriding
    parentBased.isParentBased = true
    let decided = Self.span("GET /health", Self.high) { $0.text(3, "ot=th:8") }
    #expect(try Self.outcome(decided, parentBased) == .keptUpstream)
  }
}
