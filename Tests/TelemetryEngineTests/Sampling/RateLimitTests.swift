import TelemetryEngine
import Testing

/// The rate limit: a second's demand in, thresholds out, and spans that say with what probability they left.
@Suite struct RateLimitTests {
  /// One service's spans through a pipeline, a second at a time.
  private struct Flood: ~Copyable {
    var pipeline: TelemetryPipeline
    var limiter = RateLimiter()
    var random: SeededRandom
    let limit: Double

    init(limit: Double, _ sampler: SpanSampler, seed: UInt64) {
      var sampler = sampler
      sampler.rateLimit = limit
      self.limit = limit
      pipeline = TelemetryPipeline(.sampling(sampler))
      random = SeededRandom(seed)
    }

    /// What leaves within a second in which so many spans come.
    mutating func second(
      _ count: Int, state: String? = nil, above least: UInt64 = 0
    ) throws -> [SampledSpan] {
      var spans: [SampledSpan] = []
      for _ in 0..<count {
        spans.append(SampledSpan(bits: UInt64.random(in: least..<1 << 56, using: &random), state))
      }
      let left = try process(.traces, Sample.request(spans.map(\.encoded)), &pipeline)
      var demand = RateDemand()
      for group in pipeline.rateDemand { demand.add(group) }
      pipeline.rateThresholds = limiter.update(demand, seconds: 1, limit: limit)
      return left.records.map(SampledSpan.init(span:))
    }
  }

  @Test func belowTheLimitNothingChanges() throws {
    var flood = Flood(limit: 1000, SpanSampler(root: .alwaysOn, isParentBased: false), seed: 1)
    for _ in 0..<10 {
      let left = try flood.second(900)
      #expect(left.count == 900)
      #expect(left.allSatisfy { $0.state == nil })
    }
  }

  @Test(arguments: [
    SpanSampler(root: .alwaysOn, isParentBased: false), .ratio(0.5), .ratio(0.5, .proportional),
    .ratio(0.5, parentBased: true),
  ])
  func aFloodIsHeldSmoothlyAndCountsStayTrue(_ sampler: SpanSampler) throws {
    var flood = Flood(limit: 500, sampler, seed: 2)
    let share = sampler.root == .alwaysOn ? 1 : 0.5
    for _ in 0..<3 { _ = try flood.second(100) }
    var thresholds: [UInt64] = []
    for second in 0..<8 {
      let left = try flood.second(10_000)
      thresholds.append(left.compactMap(\.threshold).max() ?? 0)
      switch second {
      case 0: #expect(Double(left.count) > 9_000 * share)
      case 1...3: #expect(left.count < 1_300)
      default: #expect(left.count < 620)
      }
      guard second > 0 else { continue }
      // Each stands for as many as it says.
      let estimate = left.reduce(0) { $0 + $1.adjustedCount }
      let probability = Double(left.count) / 10_000
      #expect(abs(estimate - 10_000) < 4 * (10_000 / probability).squareRoot())
      #expect(left.count > 300)
    }
    #expect(zip(thresholds.prefix(4), thresholds.dropFirst()).allSatisfy { $0 < $1 })
    // The end of the flood.
    let after = try (0..<12).map { _ in try flood.second(100).count }
    #expect(Double(after.last ?? 0) > 70 * share)
    #expect(flood.pipeline.rateThresholds.allSatisfy { $0 == .always })
  }

  /// Spans that upstream thinned out stand for many, and the limit is on what leaves.
  @Test func whatCameThinnedOutIsLimitedByWhatLeaves() throws {
    var flood = Flood(limit: 500, SpanSampler(root: .alwaysOn, isParentBased: true), seed: 3)
    var last: [SampledSpan] = []
    for _ in 0..<8 { last = try flood.second(2_000, state: "ot=th:f", above: 0xf0 << 48) }
    #expect(last.count > 420 && last.count < 580)
    #expect(last.allSatisfy { ($0.threshold ?? 0) > 0xf0 << 48 })
    let estimate = last.reduce(0) { $0 + $1.adjustedCount }
    #expect(abs(estimate - 32_000) < 4 * (32_000.0 * 64).squareRoot())
  }

  @Test func eachServiceHasItsOwn() throws {
    var demand = RateDemand()
    var limiter = RateLimiter()
    var sampler = SpanSampler(root: .alwaysOn, isParentBased: false)
    sampler.rateLimit = 100
    var pipeline = TelemetryPipeline(.sampling(sampler))
    let spans = (0..<1000).map { SampledSpan(bits: UInt64($0 + 1) << 40).encoded }
    let request =
      Sample.request(spans)
      + Sample.request(
        Array(spans.prefix(50)), resource: ProtobufBytes.message { $0.attribute(1, "service.name", "small") })
    _ = try process(.traces, request, &pipeline)
    for group in pipeline.rateDemand { demand.add(group) }
    let thresholds = limiter.update(demand, seconds: 1, limit: 100)
    // Half of what came counts at first.
    #expect(abs((thresholds.filter { $0 > .always }.first?.probability ?? 0) - 0.2) < 0.01)
    #expect(thresholds.filter { $0 > .always }.count == 1)
  }

  @Test func whatIsKeptByRuleIsNeitherHeldNorCounted() throws {
    var sampler = SpanSampler(root: .alwaysOn, isParentBased: false)
    sampler.keep.names = ["work"]
    sampler.rateLimit = 10
    var pipeline = TelemetryPipeline(.sampling(sampler))
    pipeline.rateThresholds = Array(repeating: .never, count: 5)
    let spans = (0..<100).map { _ in Sample.span("work") } + [Sample.span("other")]
    let items = try process(.traces, Sample.request(spans), &pipeline).items
    #expect(items.kept == 100)
    #expect(pipeline.samplingTallies.first?.tally[.droppedRateLimit] == 1)
    let demand = pipeline.rateDemand
    #expect(demand.count == 1)
  }

  @Test func thresholdsWithoutALimitAreIgnored() throws {
    var pipeline = TelemetryPipeline(.sampling(.ratio(1)))
    pipeline.rateThresholds = Array(repeating: .never, count: 5)
    #expect(try process(.traces, Sample.request([Sample.span()]), &pipeline).items.kept == 1)
  }

  /// A timer that comes late makes no flood.
  @Test func aLongerSecondHoldsMore() {
    var demand = RateDemand()
    for _ in 0..<4000 { demand.add(RateDemand.Group(service: 1, .always)) }
    var limiter = RateLimiter()
    for _ in 0..<20 { #expect(limiter.update(demand, seconds: 4, limit: 1000) == []) }
    var strict = RateLimiter()
    for _ in 0..<20 { _ = strict.update(demand, seconds: 2, limit: 1000) }
    let thresholds = strict.update(demand, seconds: 2, limit: 1000)
    #expect(thresholds.count == 2 && thresholds[0] == .always)
    #expect(abs(thresholds[1].probability - 0.5) < 0.001)
    // Nobody comes any more: the service is forgotten.
    for _ in 0..<40 { _ = strict.update(RateDemand(), seconds: 1, limit: 1000) }
    #expect(strict.update(RateDemand(), seconds: 1, limit: 1000) == [])
  }

  /// A limit of a few spans an hour holds, too.
  @Test func aLowLimitHoldsOverTime() throws {
    let limit = 0.1
    var flood = Flood(limit: limit, SpanSampler(root: .alwaysOn, isParentBased: false), seed: 8)
    for _ in 0..<1000 { _ = try flood.second(1) }
    var left: [SampledSpan] = []
    for _ in 0..<2000 { left += try flood.second(1) }
    #expect(abs(Double(left.count) - 200) < 4 * 200.0.squareRoot())
    #expect(abs(left.reduce(0) { $0 + $1.adjustedCount } - 2_000) < 4 * (2_000.0 * 10).squareRoot())
  }

  /// What a request asks for goes with it when it is rejected.
  @Test func rejectedSpansAskForNothing() throws {
    var sampler = SpanSampler(root: .alwaysOn, isParentBased: false)
    sampler.rateLimit = 10
    var pipeline = TelemetryPipeline(.sampling(sampler))
    let request = Sample.request([Sample.span()], scope: ProtobufBytes.message { $0.payload(1, [0xff]) })
    let items = try process(.traces, request + Sample.request([Sample.span()]), &pipeline).items
    #expect(items.rejected == 1 && items.kept == 1)
    #expect(pipeline.rateDemand == [RateDemand.Group(service: 1, .always)])
    #expect(pipeline.samplingTallies.reduce(0) { $0 + $1.tally[.keptAlwaysOn] } == 1)
  }
}
