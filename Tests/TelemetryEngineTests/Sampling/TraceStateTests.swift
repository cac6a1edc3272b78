import TelemetryEngine
import Testing

/// What becomes of a trace state when `th` is written (W3C Trace Context, "Mutating the tracestate Field", and
/// OpenTelemetry, "TraceState Handling").
@Suite struct TraceStateTests {
  /// All ones: kept wherever anything is.
  static let kept: UInt64 = 0xff_ffff_ffff_ffff

  private static func leaves(_ state: String?, _ ratio: Double = 0.5) throws -> String? {
    try #require(try sampled(SampledSpan(bits: kept, state), .ratio(ratio))).state
  }

  /// The table of the specification: what is written is what decided.
  @Test(arguments: [
    (1.0, "0"), (0.75, "4"), (0.5, "8"), (1.0 / 3, "aaab"), (0.25, "c"), (0.2, "cccd"), (0.1, "e666"),
    (0.05, "f3333"), (0.02, "fae14"), (0.01, "fd70a"), (0.005, "feb85"), (0.001, "ffbe77"),
    (0.0001, "fff9724"), (0.000001, "ffffef39"), (0x1p-56, "ffffffffffffff"), (0.99, "028f6"),
  ])
  func thresholdsAreWrittenWithFourDigits(_ ratio: Double, _ digits: String) throws {
    #expect(try Self.leaves(nil, ratio) == "ot=th:\(digits)")
    let threshold = try #require(
      UInt64(digits + String(repeating: "0", count: 14 - digits.count), radix: 16))
    #expect(try sampled(SampledSpan(bits: threshold), .ratio(ratio)) != nil)
    if threshold > 0 { #expect(try sampled(SampledSpan(bits: threshold - 1), .ratio(ratio)) == nil) }
  }

  /// The vectors of the specification.
  @Test func vectors() throws {
    let span = SampledSpan(bits: 0, "ot=th:0;rv:9b8233f7e3a151")
    #expect(try sampled(span, .ratio(0.5))?.state == "ot=th:8;rv:9b8233f7e3a151")
    #expect(try sampled(span, .ratio(0.25)) == nil)
    #expect(try sampled(SampledSpan(bits: Self.kept), .ratio(0x1p-56)) != nil)
    #expect(try sampled(SampledSpan(bits: 0), .ratio(1)) != nil)
    #expect(try sampled(SampledSpan(bits: 0), .ratio(1 - 0x1p-40)) == nil)
    for state in ["ot=th:80", "ot=th:8", "ot=th:80000000000000"] {
      #expect(try Self.leaves(state) == state)
    }
    for state in ["ot=th:", "ot=th:800000000000000", "ot=th:C", "ot=th:8g"] {
      #expect(try Self.leaves(state) == "ot=th:8")
    }
  }

  @Test(arguments: [
    ("", "ot=th:8"),
    ("vendor=1", "ot=th:8,vendor=1"),
    ("a=1,ot=th:4,b=2", "ot=th:8,a=1,b=2"),
    ("a=1 ,\tb=2", "ot=th:8,a=1,b=2"),
    ("a=1,,b=2,", "ot=th:8,a=1,b=2"),
    ("ot=k:v", "ot=th:8;k:v"),
    ("ot=k:v;th:4;rv:ffffffffffffff;l:w", "ot=k:v;th:8;rv:ffffffffffffff;l:w"),
    ("ot=th:4;th:2", "ot=th:8"),
    ("ot=rv:ffffffffffffff;rv:00000000000000", "ot=th:8;rv:ffffffffffffff;rv:00000000000000"),
    ("tenant@vendor=x,a-b*c/d_e=~!", "ot=th:8,tenant@vendor=x,a-b*c/d_e=~!"),
    // What is no member of W3C's goes from a list that is written again; of two `ot` the first counts.
    ("a=1,nonsense,B=2,=3,c=", "ot=th:8,a=1"),
    ("ot=th:4,ot=th:f;k:v,a=1", "ot=th:8,a=1"),
  ])
  func whatIsWritten(_ came: String, _ left: String) throws {
    #expect(try Self.leaves(came) == left)
  }

  /// Another span that leaves as it is keeps even what is odd about its state.
  @Test(arguments: ["ot=th:80, a=1,,nonsense", "a=1,ot=th:9;TH:3", "ot=th:f,ot=th:1"])
  func whatNeedsNoChangeIsNotTidied(_ state: String) throws { #expect(try Self.leaves(state) == state) }

  @Test func aListKeepsThirtyTwoMembers() throws {
    let others = (1...40).map { "v\($0)=\($0)" }
    for count in [30, 31, 32, 33, 40] {
      let came = others.prefix(count).joined(separator: ",")
      let left = (["ot=th:8"] + others.prefix(min(count, 31))).joined(separator: ",")
      #expect(try Self.leaves(came) == left)
      let found = try faults(came)
      #expect(found == (count > 31 ? [.tooManyMembers] : []))
    }
  }

  @Test func anEntryHasAtMost256Characters() throws {
    for length in 230...256 {
      let first = "a:" + String(repeating: "x", count: 98)
      let last = "b:" + String(repeating: "y", count: length - 2 - first.count - 1)
      let value = "\(first);\(last)"
      #expect(value.count == length)
      let fits = length + 5 <= 256
      #expect(try Self.leaves("ot=\(value)") == (fits ? "ot=th:8;\(value)" : "ot=th:8;\(first)"))
      #expect(try faults("ot=\(value)") == (fits ? [] : [.overlongEntry]))
    }
    let overlong = "ot=th:4;" + String(repeating: "z", count: 257)
    #expect(try Self.leaves(overlong + ",a=1") == "ot=th:8,a=1")
    #expect(try faults(overlong) == [.overlongEntry])
  }

  @Test(arguments: [
    ("ot=th:ff", [TraceStateFault.inconsistentThreshold]), ("ot=th:XX", [.malformedThreshold]),
    ("ot=rv:1", [.malformedRandomness]), ("ot=th:1;th:2;rv:A", [.malformedThreshold, .malformedRandomness]),
    ("a=1,b", [.malformedMember]), ("ot=th:8", []), ("", []),
  ])
  func faultsAreCounted(_ state: String, _ expected: [TraceStateFault]) throws {
    #expect(try faults(state, bits: 0xf0_0000_0000_0000) == expected)
  }

  /// What privacy may add at most is not used up by `th`.
  @Test func manySmallSpansMayAllSayTheirThreshold() throws {
    var options = PipelineOptions.sampling(.ratio(0x1p-40))
    options.privacy.maxGrowth = 1
    let spans = Array(repeating: SampledSpan(bits: Self.kept).encoded, count: 60_000)
    let processed = try process(.traces, Sample.request(spans), options)
    #expect(processed.items.kept == spans.count)
    #expect(processed.output.count > 2 << 20)
  }

  /// Faults of spans that are dropped count, too, and those of spans that are refused do not.
  @Test func onlyAcceptedSpansCount() throws {
    #expect(try faults("ot=th:ff", bits: 0) == [.inconsistentThreshold])
    var invalid = SampledSpan(bits: 0, "ot=th:ff")
    invalid.traceID = [1]
    var pipeline = TelemetryPipeline(.sampling(.ratio(0.5)))
    _ = try process(.traces, Sample.request([invalid.encoded]), &pipeline)
    #expect(pipeline.samplingTallies.allSatisfy { $0.tally[.inconsistentThreshold] == 0 })
  }

  private func faults(_ state: String, bits: UInt64 = kept) throws -> [TraceStateFault] {
    var pipeline = TelemetryPipeline(.sampling(.ratio(0.5)))
    _ = try process(.traces, Sample.request([SampledSpan(bits: bits, state).encoded]), &pipeline)
    let tally = try #require(pipeline.samplingTallies.first).tally
    return TraceStateFault.allCases.filter { tally[$0] > 0 }
  }

  /// Whatever comes: other vendors' members stay in their order, `rv` stays, limits hold, thresholds only
  /// rise, and a second gateway changes nothing.
  @Test(arguments: 0..<40) func randomStates(_ seed: Int) throws {
    var random = SeededRandom(UInt64(seed))
    for _ in 0..<100 {
      let state = RandomTraceState(&random)
      let bits = random.next() >> 8
      let sampler = SpanSampler.ratio([1, 0.5, 0.2, 0.01].randomElement(using: &random) ?? 1)
      let span = SampledSpan(bits: bits, state.text)
      guard let left = try sampled(span, sampler) else { continue }
      let text = left.state ?? ""
      let members = text.split(separator: ",").map(String.init)
      if text != state.text {
        #expect(members.first?.hasPrefix("ot=th:") == true || members.first?.contains(";th:") == true)
        #expect(members.count <= 32)
        #expect(members.dropFirst().elementsEqual(state.others.prefix(31)))
        #expect((members.first ?? "").count <= 256 + 3)
      }
      if let randomness = state.randomness { #expect(text.contains("rv:\(randomness)")) }
      let consistent = state.threshold.map { bitsThatDecide(state, bits) >= $0 } ?? false
      if consistent, let before = state.threshold { #expect(left.threshold ?? 0 >= before) }
      #expect(try sampled(left, sampler) == left)
    }
  }

  private func bitsThatDecide(_ state: RandomTraceState, _ bits: UInt64) -> UInt64 {
    state.randomness.flatMap { UInt64($0, radix: 16) } ?? bits
  }
}

/// A trace state of well-formed members in any order and number.
private struct RandomTraceState {
  var text: String
  var others: [String]
  var randomness: String?
  var threshold: UInt64?

  init(_ random: inout SeededRandom) {
    let count = Int.random(in: 0...40, using: &random)
    others = (0..<count).map { "vendor\($0)=\(UInt32.random(in: 0...UInt32.max, using: &random))" }
    var parts: [String] = []
    if Bool.random(using: &random) {
      let digits = Int.random(in: 1...14, using: &random)
      let value = random.next() >> UInt64(64 - 4 * digits)
      threshold = value << UInt64(4 * (14 - digits))
      let text = String(value, radix: 16)
      parts.append("th:" + String(repeating: "0", count: digits - text.count) + text)
    }
    if Bool.random(using: &random) {
      let text = String(random.next() >> 8, radix: 16)
      let padded = String(repeating: "0", count: 14 - text.count) + text
      randomness = padded
      parts.append("rv:" + padded)
    }
    for index in 0..<Int.random(in: 0...4, using: &random) { parts.append("k\(index):v\(index)") }
    parts.shuffle(using: &random)
    var members = others
    if !parts.isEmpty {
      members.insert(
        "ot=" + parts.joined(separator: ";"), at: Int.random(in: 0...members.count, using: &random))
    }
    text = members.joined(separator: ",")
  }
}
