import Configuration
import Gateway
import TelemetryEngine
import Testing

/// The settings of sampling as the engine has them.
@Suite struct SamplingPlanTests {
  private static func sampler(_ yaml: String) -> SpanSampler {
    SpanSampler(sampling(yaml))
  }

  private static func sampling(_ yaml: String) -> GatewayConfiguration.Sampling {
    loaded("sampling: { \(yaml) }").configuration.sampling
  }

  @Test func theDefault() {
    #expect(Self.sampler("") == SpanSampler(root: .traceIDRatio(0.2), isParentBased: true))
    #expect(LogSampling(Self.sampling("")) == .all)
  }

  @Test(arguments: [
    ("always_on", SpanSampler.Root.alwaysOn, false), ("always_off", .alwaysOff, false),
    ("traceidratio", .traceIDRatio(0.25), false), ("parentbased_always_on", .alwaysOn, true),
    ("parentbased_always_off", .alwaysOff, true), ("parentbased_traceidratio", .traceIDRatio(0.25), true),
  ])
  func samplers(_ name: String, _ root: SpanSampler.Root, _ isParentBased: Bool) {
    let sampler = Self.sampler("sampler: \(name), ratio: 0.25")
    #expect(sampler == SpanSampler(root: root, isParentBased: isParentBased))
    #expect(sampler.name.name == name)
  }

  @Test func everySettingArrives() {
    var expected = SpanSampler(root: .traceIDRatio(0.5), isParentBased: false)
    expected.mode = .proportional
    expected.assumesUnsampled = false
    expected.keep.errors = true
    expected.keep.slowerThan = 2_000_000_000
    expected.keep.attributes = ["http.response.status_code": ["503"]]
    expected.keep.names = ["checkout"]
    expected.ratioByService = ["shop": 1]
    expected.ratioBySpanName = ["GET /health": 0.25]
    expected.rateLimit = 1000
    let sampler = Self.sampler(
      """
      sampler: traceidratio, ratio: 0.5, mode: proportional, assume_unsampled: false,
        keep: { errors: true, slower_than: 2s, attributes: { http.response.status_code: ["503"] }, names: [checkout] },
        by_service: { shop: 1.0 }, by_span_name: { "GET /health": 0.25 }, rate_limit: "1000/s"
      """)
    #expect(sampler == expected)
  }

  @Test func logs() {
    #expect(LogSampling(Self.sampling("logs: follow_trace")) == .followTrace)
    #expect(LogSampling(Self.sampling("logs: ratio, ratio: 0.5")) == .ratio(0.5))
  }
}
