import TelemetryEngine
import Testing

@Suite struct SamplerTests {
  /// A trace id whose 56 bits of randomness are `bits`.
  static func traceID(_ bits: UInt64) -> [UInt8] {
    [UInt8](repeating: 0xab, count: 9)
      + (0..<7).map { UInt8(truncatingIfNeeded: bits >> UInt64(48 - 8 * $0)) }
  }

  private static func isKept(_ sampler: SpanSampler, _ bits: UInt64, _ state: String?) throws -> Bool {
    let span = Sample.span(traceID: traceID(bits)) { if let state { $0.text(3, state) } }
    let items = try process(.traces, Sample.request([span]), .sampling(sampler)).items
    #expect(items.kept + items.sampledOut == 1)
    return items.kept == 1
  }

  static let half = SpanSampler.Root.traceIDRatio(0.5)
  static let low: UInt64 = 0x7f_ffff_ffff_ffff
  static let high: UInt64 = 0x80_0000_0000_0000

  struct Row: CustomTestStringConvertible, Sendable {
    var root: SpanSampler.Root
    var isParentBased: Bool
    var state: String?
    /// Whether a trace below and above the middle is kept.
    var low: Bool
    var high: Bool

    init(_ root: SpanSampler.Root, _ isParentBased: Bool, _ state: String?, _ low: Bool, _ high: Bool) {
      (self.root, self.isParentBased, self.state, self.low, self.high) = (
        root, isParentBased, state, low, high
      )
    }

    var testDescription: String { "\(isParentBased ? "parent-based " : "")\(root), \(state ?? "no state")" }
  }

  static let rows: [Row] = [
    Row(.alwaysOn, false, nil, true, true), Row(.alwaysOn, false, "ot=th:c", true, true),
    Row(.alwaysOff, false, nil, false, false), Row(.alwaysOff, false, "ot=th:0", false, false),
    Row(half, false, nil, false, true), Row(half, false, "ot=th:0", false, true),
    Row(half, false, "ot=th:8", false, true),
    Row(.alwaysOn, true, nil, true, true), Row(.alwaysOn, true, "ot=th:c", true, true),
    Row(.alwaysOff, true, nil, false, false), Row(.alwaysOff, true, "ot=th:4", true, true),
    Row(half, true, nil, false, true), Row(half, true, "ot=th:0", true, true),
    // A threshold that would have dropped the span decides nothing.
    Row(half, true, "ot=th:ffffffffffffff", false, true), Row(.alwaysOff, true, "ot=th:fff", false, false),
    // Other vendors and other entries say nothing about sampling.
    Row(half, true, "vendor=th:0", false, true), Row(half, true, "ot=rv2:0", false, true),
    Row(half, true, "vendor=1,ot=th:4", true, true),
    Row(half, true, "vendor=1, ot=k:v;th:4 ,x=y", true, true),
  ]

  @Test(arguments: rows)
  func decides(_ row: Row) throws {
    let sampler = SpanSampler(root: row.root, isParentBased: row.isParentBased)
    #expect(try Self.isKept(sampler, Self.low, row.state) == row.low)
    #expect(try Self.isKept(sampler, Self.high, row.state) == row.high)
  }

  static let invalid = [
    "ot=th:", "ot=th:G", "ot=th:8A", "ot=th:C", "ot=th:0x8", "ot=th:000000000000000", "ot=th", "ot=TH:0",
    "Ot=th:0",
    "ot=th:-1", "ot=th: 0", "", ",", "ot", "ot=", ";", "ot=;;;",
    "ot=x:" + String(repeating: "a", count: 260) + ";th:0",
  ]

  /// What is malformed counts as absent.
  @Test(arguments: invalid)
  func aMalformedThresholdDecidesNothing(_ state: String) throws {
    let sampler = SpanSampler(root: Self.half, isParentBased: true)
    #expect(try Self.isKept(sampler, Self.low, state) == false)
    #expect(try Self.isKept(sampler, Self.high, state))
  }

  @Test(arguments: [
    ("ot=rv:7fffffffffffff", false), ("ot=rv:80000000000000", true), ("ot=rv:ffffffffffffff", true),
    ("ot=th:0;rv:9b8233f7e3a151", true), ("ot=th:0;rv:00000000000000", false),
  ])
  func explicitRandomnessTakesThePlaceOfTheTraceID(_ state: String, _ kept: Bool) throws {
    let sampler = SpanSampler(root: Self.half, isParentBased: false)
    #expect(try Self.isKept(sampler, Self.low, state) == kept)
    #expect(try Self.isKept(sampler, Self.high, state) == kept)
  }

  @Test func atAQuarterTheSameRandomnessGoes() throws {
    let sampler = SpanSampler(root: .traceIDRatio(0.25), isParentBased: false)
    #expect(try Self.isKept(sampler, Self.high, "ot=th:0;rv:9b8233f7e3a151") == false)
  }

  @Test(arguments: ["ot=rv:fffffffffffff", "ot=rv:fffffffffffffff", "ot=rv:FFFFFFFFFFFFFF", "ot=rv:"])
  func malformedRandomnessFallsBackToTheTraceID(_ state: String) throws {
    let sampler = SpanSampler(root: Self.half, isParentBased: false)
    #expect(try Self.isKept(sampler, Self.low, state) == false)
    #expect(try Self.isKept(sampler, Self.high, state))
  }

  static let thresholds: [(ratio: Double, threshold: UInt64)] = [
    (1, 0), (0, 1 << 56), (0.5, 0x80 << 48), (0.25, 0xc0 << 48), (0.75, 0x40 << 48),
    (2, 0), (-1, 1 << 56), (0x1p-56, (1 << 56) - 1), (0x1p-57, (1 << 56) - 1), (0x1p-58, 1 << 56),
    (.nan, 1 << 56), (.infinity, 0),
  ]

  @Test(arguments: thresholds)
  func keepsFromTheThresholdOn(_ ratio: Double, _ threshold: UInt64) throws {
    let sampler = SpanSampler(root: .traceIDRatio(ratio), isParentBased: false)
    if threshold > 0 { #expect(try Self.isKept(sampler, threshold - 1, nil) == false) }
    if threshold < 1 << 56 { #expect(try Self.isKept(sampler, threshold, nil)) }
  }

  @Test func samplingLeavesTraceStatesAlone() throws {
    let states = ["ot=th:8;rv:9b8233f7e3a151", "vendor=1,ot=k:v", "ot=th:XX", ""]
    let spans = states.map { state in Sample.span(traceID: Self.traceID(Self.high)) { $0.text(3, state) } }
    for sampler in [
      SpanSampler(root: .alwaysOn, isParentBased: false), SpanSampler(root: .alwaysOn, isParentBased: true),
    ] {
      #expect(try process(.traces, Sample.request(spans), .sampling(sampler)).records == spans)
    }
  }

  /// Sampling is about spans: metrics and logs pass.
  @Test(arguments: [Signal.metrics, .logs])
  func otherSignalsAreNotSampled(_ signal: Signal) throws {
    let request = Sample.request([Sample.record(signal)])
    let none = PipelineOptions.sampling(SpanSampler(root: .alwaysOff, isParentBased: false))
    #expect(try process(signal, request, none).output == request)
  }
}
