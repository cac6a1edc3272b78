import TelemetryEngine
import Testing

@Suite struct LogSamplingTests {
  private static func log(_ bits: UInt64?, body: String = "done") -> [UInt8] {
    Sample.log(body) { record in
      record.attribute(6, "k", "v")
      if let bits { record.payload(9, SampledSpan(bits: bits).traceID) }
    }
  }

  private static func outcome(
    _ logs: LogSampling, _ sampler: SpanSampler, _ record: [UInt8], limit: [SamplingThreshold] = []
  ) throws -> SamplingOutcome {
    var options = PipelineOptions.sampling(sampler)
    options.logSampling = logs
    var pipeline = TelemetryPipeline(options)
    pipeline.rateThresholds = limit
    let processed = try process(.logs, Sample.request([record]), &pipeline)
    let tally = try #require(pipeline.samplingTallies.first).tally
    let outcome = try #require(SamplingOutcome.allCases.first { tally[$0] > 0 })
    #expect(processed.items.received == 1)
    #expect(processed.items.kept == (outcome.isKept ? 1 : 0))
    #expect(processed.items.sampledOut == (outcome.isKept ? 0 : 1))
    // What stays is as it came.
    #expect(processed.records == (outcome.isKept ? [record] : []))
    return outcome
  }

  @Test func allIsTheDefaultAndAsksNothing() throws {
    let none = SpanSampler(root: .alwaysOff, isParentBased: false)
    #expect(PipelineOptions.passing().logSampling == .all)
    #expect(try Self.outcome(.all, none, Self.log(0)) == .keptUnsampled)
  }

  @Test(arguments: [
    (SpanSampler.Root.alwaysOn, false, SamplingOutcome.keptAlwaysOn, SamplingOutcome.keptAlwaysOn),
    (.alwaysOff, false, .droppedAlwaysOff, .droppedAlwaysOff),
    (.alwaysOff, true, .droppedAlwaysOff, .droppedAlwaysOff),
    (.traceIDRatio(0.5), true, .droppedRatio, .keptRatio),
    (.traceIDRatio(0.5), false, .droppedRatio, .keptRatio),
  ])
  func recordsFollowTheirTrace(
    _ root: SpanSampler.Root, _ isParentBased: Bool, _ low: SamplingOutcome, _ high: SamplingOutcome
  ) throws {
    let sampler = SpanSampler(root: root, isParentBased: isParentBased)
    #expect(try Self.outcome(.followTrace, sampler, Self.log(0x7f << 48)) == low)
    #expect(try Self.outcome(.followTrace, sampler, Self.log(0x80 << 48)) == high)
    #expect(try Self.outcome(.followTrace, sampler, Self.log(nil)) == .keptNoTrace)
  }

  /// An id that is none is no trace.
  @Test func recordsWithOddIDsHaveNoTrace() throws {
    for id in [[UInt8](repeating: 0, count: 16), [1, 2, 3]] {
      let record = Sample.log { $0.payload(9, id) }
      var options = PipelineOptions.sampling(.ratio(0))
      options.logSampling = .followTrace
      #expect(try process(.logs, Sample.request([record]), options).items.kept == 1)
    }
  }

  /// The logs of a trace that stays, stay, and of one that goes, go.
  @Test func recordsFareLikeTheSpansOfTheirTrace() throws {
    var random = SeededRandom(9)
    let bits = (0..<2_000).map { _ in random.next() >> 8 }
    let sampler = SpanSampler.ratio(0.3, parentBased: true)
    let spans = try sampled(bits.map { SampledSpan(bits: $0) }, sampler).map(\.traceID)
    var options = PipelineOptions.sampling(sampler)
    options.logSampling = .followTrace
    let records = try process(.logs, Sample.request(bits.map { Self.log($0) }), options).records
    #expect(records.map { ProtobufTree.payloads($0, 9).first } == spans)
  }

  @Test func servicesAndLimitsCountForThem() throws {
    var sampler = SpanSampler.ratio(1)
    sampler.ratioByService = ["shop": 0.5]
    #expect(try Self.outcome(.followTrace, sampler, Self.log(0)) == .droppedServiceRatio)
    #expect(try Self.outcome(.ratio(1), sampler, Self.log(0)) == .droppedServiceRatio)
    sampler = .ratio(1)
    sampler.rateLimit = 1
    let limits = Array(repeating: SamplingThreshold(probability: 0.5), count: 3)
    #expect(try Self.outcome(.followTrace, sampler, Self.log(0), limit: limits) == .droppedRateLimit)
    #expect(try Self.outcome(.followTrace, sampler, Self.log(0xff << 48), limit: limits) == .keptRatio)
    #expect(try Self.outcome(.ratio(1), sampler, Self.log(0), limit: limits) == .keptRatio)
  }

  @Test func theRatioGoesByTheTrace() throws {
    let none = SpanSampler(root: .alwaysOff, isParentBased: false)
    #expect(try Self.outcome(.ratio(0.5), none, Self.log(0x7f << 48)) == .droppedRatio)
    #expect(try Self.outcome(.ratio(0.5), none, Self.log(0x80 << 48)) == .keptRatio)
  }

  /// Records of no trace: the share is the ratio, and every gateway decides alike.
  @Test func theRatioOfRecordsWithoutATrace() throws {
    var options = PipelineOptions.sampling(SpanSampler(root: .alwaysOn, isParentBased: false))
    options.logSampling = .ratio(0.2)
    let request = Sample.request((0..<20_000).map { Self.log(nil, body: "event \($0)") })
    let first = try process(.logs, request, options).records
    #expect(abs(Double(first.count) - 4_000) < 4 * (4_000 * 0.8).squareRoot())
    #expect(try process(.logs, request, options).records == first)
    options.privacy = PipelineOptions.passing(key: "another gateway").privacy
    #expect(try process(.logs, request, options).records == first)
  }

  @Test func invalidRecordsAreRejectedAndNotSampled() throws {
    var options = PipelineOptions.sampling(.ratio(0))
    options.logSampling = .ratio(0)
    var pipeline = TelemetryPipeline(options)
    let record = Sample.log { $0.payload(3, [0xff]) }
    let items = try process(.logs, Sample.request([record]), &pipeline).items
    #expect(items.rejected(.invalidText) == 1 && items.sampledOut == 0)
    #expect(pipeline.samplingTallies.allSatisfy { $0.tally[.droppedRatio] == 0 })
  }
}
