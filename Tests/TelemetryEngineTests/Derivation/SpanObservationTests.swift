import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct SpanObservationTests {
  private static func options(
    _ mode: PrivacyMode = .minimal, dimensions: [String] = [], maxSeries: Int = 100
  ) -> PipelineOptions {
    var options = PipelineOptions.passing(mode)
    options.resourceAttributes = [(key: "deployment.environment.name", value: "ci")]
    options.spanMetrics = SpanMetricsOptions(
      dimensions: dimensions, registry: SpanSeriesRegistry(maxSeries: maxSeries))
    return options
  }

  private static func observe(_ request: [UInt8], _ pipeline: inout TelemetryPipeline) throws
    -> [SpanObservation]
  {
    _ = try process(.traces, request, &pipeline)
    return pipeline.spanObservations
  }

  /// What the spans of one request are counted under.
  private static func labels(
    _ request: [UInt8], _ options: PipelineOptions
  ) throws -> [SpanLabels] {
    var pipeline = TelemetryPipeline(options)
    let numbers = try observe(request, &pipeline).map(\.series)
    let labels = try #require(options.spanMetrics).registry.labels
    return numbers.map { labels[$0] }
  }

  @Test func aSpanIsWhatItSays() throws {
    let options = Self.options()
    var pipeline = TelemetryPipeline(options)
    let observation = try #require(Self.observe(Sample.request([Sample.span()]), &pipeline).first)
    #expect(observation.seconds == 1.5 && observation.time == 1_700_000_001_500_000_000)
    #expect(observation.traceID == 0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10)
    #expect(observation.spanID == 0x1516_1718_191a_1b1c)
    #expect(observation.isKept)
    let labels = try #require(options.spanMetrics).registry.labels[observation.series]
    #expect(labels.service == "shop" && labels.name == "work" && labels.dimensions == [])
    #expect(labels.kind == "SPAN_KIND_SERVER" && labels.status == "STATUS_CODE_UNSET")
  }

  @Test(arguments: [
    (0, "SPAN_KIND_UNSPECIFIED"), (1, "SPAN_KIND_INTERNAL"), (2, "SPAN_KIND_SERVER"), (3, "SPAN_KIND_CLIENT"),
    (4, "SPAN_KIND_PRODUCER"), (5, "SPAN_KIND_CONSUMER"), (6, "SPAN_KIND_UNSPECIFIED"),
    (UInt64.max, "SPAN_KIND_UNSPECIFIED"),
  ])
  func kindsHaveTheNamesOfOTLP(_ kind: UInt64, _ name: String) throws {
    let request = Sample.request([Sample.span { $0.varint(6, kind) }])
    #expect(try Self.labels(request, Self.options()).map(\.kind) == [name])
  }

  @Test(arguments: [
    (0, "STATUS_CODE_UNSET"), (1, "STATUS_CODE_OK"), (2, "STATUS_CODE_ERROR"), (3, "STATUS_CODE_UNSET"),
  ])
  func statusesHaveTheNamesOfOTLP(_ code: UInt64, _ name: String) throws {
    let request = Sample.request([Sample.span { $0.message(15) { $0.varint(3, code) } }])
    #expect(try Self.labels(request, Self.options()).map(\.status) == [name])
  }

  /// The span's own attribute wins over its resource's, and that over what the gateway says.
  @Test func dimensionsComeFromTheSpanOrItsResource() throws {
    let resource = ProtobufBytes.message {
      $0.attribute(1, "service.name", "shop")
      $0.attribute(1, "region", "north")
    }
    let spans = [
      Sample.span { $0.attribute(9, "region", "south") },
      Sample.span { $0.attribute(9, "http.route", "/a") },
      Sample.span {
        $0.attribute(9, "http.route") { $0.varint(3, 7) }
        $0.attribute(9, "other", "x")
      },
    ]
    let options = Self.options(dimensions: ["http.route", "region", "deployment.environment.name"])
    let ci = ReceivedAttribute("deployment.environment.name", "ci")
    #expect(
      try Self.labels(Sample.request(spans, resource: resource), options).map(\.dimensions) == [
        [ReceivedAttribute("region", "south"), ci],
        [ReceivedAttribute("http.route", "/a"), ReceivedAttribute("region", "north"), ci],
        [ReceivedAttribute("http.route", "7"), ReceivedAttribute("region", "north"), ci],
      ])
  }

  /// Resources do not leak into those that follow, whatever the order of a block's fields is.
  @Test func dimensionsAreOfTheirOwnResource() throws {
    let resource = ProtobufBytes.message { $0.attribute(1, "region", "north") }
    let late = ProtobufBytes.message {
      $0.message(1) { block in
        block.message(2) { $0.payload(2, Sample.span()) }
        block.payload(1, resource)
      }
    }
    let request = late + Sample.request([Sample.span()]) + Sample.request([Sample.span()], resource: nil)
    let labels = try Self.labels(request, Self.options(dimensions: ["region"]))
    #expect(labels.map(\.service) == ["hephaestus", "shop", "hephaestus"])
    #expect(labels.map { $0.dimensions.map(\.value) } == [["north"], [], []])
  }

  @Test func aKnownSpanKeepsItsNumber() throws {
    let options = Self.options()
    var one = TelemetryPipeline(options)
    var other = TelemetryPipeline(options)
    let request = Sample.request([Sample.span(), Sample.span("other"), Sample.span()])
    let numbers = try Self.observe(request, &one).map(\.series)
    #expect(numbers[0] == numbers[2] && numbers[0] != numbers[1])
    #expect(try Self.observe(request, &one).map(\.series) == numbers)
    // On every loop alike.
    #expect(try Self.observe(request, &other).map(\.series) == numbers)
  }

  @Test func pastTheBoundOldSeriesGoOnAndNewOnesAreTheRest() throws {
    let options = Self.options(maxSeries: 2)
    var pipeline = TelemetryPipeline(options)
    let spans = ["a", "b", "c", "d", "a", "c"].map { Sample.span($0) }
    let numbers = try Self.observe(Sample.request(spans), &pipeline).map(\.series)
    #expect(numbers == [1, 2, 0, 0, 1, 0])
    #expect(try #require(options.spanMetrics).registry.count == 2)
  }

  @Test func theBoundCanChange() throws {
    let options = Self.options(maxSeries: 1)
    let registry = try #require(options.spanMetrics).registry
    let request = Sample.request(["a", "b", "c"].map { Sample.span($0) })
    var pipeline = TelemetryPipeline(options)
    #expect(try Self.observe(request, &pipeline).map(\.series) == [1, 0, 0])
    registry.maxSeries = 2
    // A reload makes the pipelines anew, which have then to ask again.
    pipeline = TelemetryPipeline(options)
    #expect(try Self.observe(request, &pipeline).map(\.series) == [1, 2, 0])
    registry.maxSeries = 1
    pipeline = TelemetryPipeline(options)
    #expect(try Self.observe(request, &pipeline).map(\.series) == [1, 2, 0])
    #expect(registry.labels(from: 2).map(\.name) == ["b"])
    #expect(registry.labels(from: 3) == [] && registry.labels(from: 9) == [])
  }

  /// Each of what tells spans apart does so, and nothing runs over into what is beside it.
  @Test func differentSpansAreNeverOne() throws {
    let options = Self.options(dimensions: ["x", "y"])
    var pipeline = TelemetryPipeline(options)
    let spans = [
      Sample.span("a"), Sample.span("b"), Sample.span("a") { $0.varint(6, 3) },
      Sample.span("a") { $0.message(15) { $0.varint(3, 2) } },
      Sample.span("a") { $0.attribute(9, "x", "1") }, Sample.span("a") { $0.attribute(9, "y", "1") },
      Sample.span("a") { $0.attribute(9, "x", "11") },
      Sample.span("a") {
        $0.attribute(9, "x", "1")
        $0.attribute(9, "y", "1")
      },
    ]
    let other = ProtobufBytes.message { $0.attribute(1, "service.name", "other") }
    let request = Sample.request(spans) + Sample.request(spans, resource: other)
    let numbers = try Self.observe(request, &pipeline).map(\.series)
    #expect(Set(numbers).count == 2 * spans.count)
  }

  @Test func whatSamplingLeavesOutIsCountedAndMarked() throws {
    var options = Self.options()
    options.sampler = SpanSampler(root: .alwaysOff, isParentBased: false)
    var pipeline = TelemetryPipeline(options)
    let observations = try Self.observe(Sample.request([Sample.span(), Sample.span()]), &pipeline)
    #expect(observations.map(\.isKept) == [false, false])
  }

  @Test func whatIsRejectedIsNot() throws {
    var pipeline = TelemetryPipeline(Self.options())
    let invalid = Sample.span { $0.payload(3, [0xff]) }
    let rejected = Sample.request([invalid, Sample.span(traceID: [])])
    #expect(try Self.observe(rejected, &pipeline) == [])
    let scope = ProtobufBytes.message { $0.payload(1, [0xff]) }
    let request = Sample.request([Sample.span()], scope: scope) + Sample.request([Sample.span()])
    #expect(try Self.observe(request, &pipeline).count == 1)
    _ = try process(.logs, Sample.request([Sample.log()]), &pipeline)
    #expect(pipeline.spanObservations == [])
  }

  @Test func noneIsMadeWhereNoneIsWanted() throws {
    var pipeline = TelemetryPipeline(.passing())
    #expect(try Self.observe(Sample.request([Sample.span()]), &pipeline) == [])
  }

  /// Labels are on /metrics, where nothing private may be either; and a secret is one by its key, too.
  @Test func labelsAreScrubbedAndCountedOnce() throws {
    let resource = ProtobufBytes.message { $0.attribute(1, "service.name", "of jane@example.com") }
    let span = Sample.span("mail to joe@example.com") {
      $0.attribute(9, "to", "ann@example.com")
      $0.attribute(9, "password", "hunter2")
      $0.attribute(9, "enduser.id") { $0.varint(3, 4711) }
    }
    let options = Self.options(.balanced, dimensions: ["to", "password", "enduser.id"])
    var pipeline = TelemetryPipeline(options)
    let request = Sample.request([span], resource: resource)
    let processed = try process(.traces, request, &pipeline)
    var without = TelemetryPipeline(.passing(.balanced))
    #expect(try process(.traces, request, &without).redactions == processed.redactions)
    let labels = try #require(options.spanMetrics?.registry.labels.last)
    #expect(isPseudonym(labels.service) && isPseudonym(labels.name))
    #expect(labels.dimensions.map(\.key) == ["to", "password", "enduser.id"])
    #expect(labels.dimensions.allSatisfy { isPseudonym($0.value) }, "\(labels.dimensions)")
  }

  @Test func longLabelsAreCutBetweenCharacters() throws {
    let long = String(repeating: "日", count: 100)
    let cut = String(repeating: "日", count: 66)
    let request = Sample.request([Sample.span(long) { $0.attribute(9, "x", long) }])
    let labels = try Self.labels(request, Self.options(dimensions: ["x"]))
    #expect(labels.map(\.name) == [cut] && labels.map(\.dimensions) == [[ReceivedAttribute("x", cut)]])
  }

  @Test func moreKeysThanAreRememberedAreReadAgain() throws {
    var pipeline = TelemetryPipeline(Self.options(maxSeries: 10))
    for block in 0..<3 {
      let spans = (0..<10_000).map { Sample.span("\(block)-\($0)") }
      _ = try Self.observe(Sample.request(spans), &pipeline)
    }
    let numbers = try Self.observe(Sample.request([Sample.span("0-1"), Sample.span("new")]), &pipeline)
    #expect(numbers.map(\.series) == [2, 0])
  }
}
