import TelemetryEngine
import Testing

/// What people compute from what leaves is true. Seeds are fixed, so that nothing here depends on luck.
@Suite struct StatisticsTests {
  static let traces = 200_000
  static let ratios = [1, 0.5, 0.2, 0.05, 0.001]
  private static let request = spans(traces, seed: 11)
  /// A million spans, by the first four bits of their trace ids, which no sampler looks at.
  private static let groups = (0..<16).map { spans(1_000_000 / 16, seed: 100 + UInt64($0), group: UInt8($0)) }

  /// A request of spans with random trace ids, which start with four bits if they are given.
  private static func spans(_ count: Int, seed: UInt64, group: UInt8? = nil) -> [UInt8] {
    var random = SeededRandom(seed)
    var content: [UInt8] = []
    content.reserveCapacity(30 * count)
    for _ in 0..<count {
      content += [0x12, 28, 0x0a, 16]
      for word in 0..<2 {
        let value = random.next()
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
          content.append(UInt8(truncatingIfNeeded: value >> shift))
        }
        if word == 0, let group { content[content.count - 8] = content[content.count - 8] & 0xf | group << 4 }
      }
      content += [0x12, 8, 1, 2, 3, 4, 5, 6, 7, 8]
    }
    // `content` is a sequence of fields 2, which is what a scope block is.
    return ProtobufBytes.message { $0.message(1) { $0.payload(2, content) } }
  }

  /// How many spans those in a request stand for, by all the `th` in it.
  private static func estimate(_ request: [UInt8]) -> Double {
    let mark = Array("ot=th:".utf8)
    var sum = 0.0
    var matched = 0
    var (digits, value) = (-1, UInt64(0))
    for byte in request {
      if digits >= 0 {
        let digit = byte &- 0x30 < 10 ? byte - 0x30 : byte &- 0x61 < 6 ? byte - 0x57 : 0xff
        if digit < 16, digits < 14 {
          (digits, value) = (digits + 1, value << 4 | UInt64(digit))
          continue
        }
        sum += 0x1p56 / (0x1p56 - Double(value << UInt64(4 * (14 - digits))))
        digits = -1
      }
      matched = byte == mark[matched] ? matched + 1 : byte == mark[0] ? 1 : 0
      if matched == mark.count { (matched, digits, value) = (0, 0, 0) }
    }
    return sum
  }

  /// The count estimated from `th` is within three standard deviations of the truth. Each of the traces
  /// that leaves with probability p stands for 1/p, which has a variance of (1 - p)/p.
  private static func expectTrueCount(_ left: [UInt8], probability: Double) {
    let estimate = estimate(left + [0])
    let deviation = (Double(traces) * (1 - probability) / probability).squareRoot()
    #expect(abs(estimate - Double(traces)) <= 3 * deviation, "\(estimate) at \(probability)")
  }

  @Test(arguments: ratios, [SpanSampler.Mode.equalizing, .proportional])
  func countsAreTrueThroughOneGatewayAndThroughTwo(_ ratio: Double, _ mode: SpanSampler.Mode) throws {
    let sampler = SpanSampler.ratio(ratio, mode)
    let first = try process(.traces, Self.request, .sampling(sampler)).output
    Self.expectTrueCount(first, probability: ratio)
    let second = try process(.traces, first, .sampling(sampler)).output
    let both = mode == .equalizing ? ratio : ratio * ratio
    Self.expectTrueCount(second, probability: both)
    if mode == .equalizing { #expect(second == first) }
    // A third one at another ratio.
    let third = try process(.traces, second, .sampling(.ratio(0.4, mode))).output
    Self.expectTrueCount(third, probability: mode == .equalizing ? min(ratio, 0.4) : both * 0.4)
  }

  /// A million trace ids fit the ratio by a chi-square test, at one in a thousand: as many as there should be
  /// are kept, whatever the rest of the id.
  @Test(arguments: [0.5, 0.2, 0.05, 0.001])
  func aMillionTraceIDsFitTheRatio(_ ratio: Double) throws {
    var statistic = 0.0
    for group in Self.groups {
      let items = try process(.traces, group, .sampling(.ratio(ratio))).items
      let expected = Double(items.received) * ratio
      let deviation = Double(items.kept) - expected
      statistic += deviation * deviation / (expected * (1 - ratio))
    }
    // Sixteen degrees of freedom.
    #expect(statistic < 39.25)
  }

  /// Spans of one trace over four gateways, in different requests and orders: all or none.
  @Test func noTraceIsCutApartByFourGateways() throws {
    var random = SeededRandom(5)
    let traces = (0..<2_000).map { _ in SampledSpan(bits: random.next() >> 8) }
    let sampler = SpanSampler.ratio(0.2, parentBased: true)
    var arrived: [[UInt8]: Int] = [:]
    var spans = (0..<4).flatMap { _ in traces }
    spans.shuffle(using: &random)
    for gateway in 0..<4 {
      let share = spans.enumerated().filter { $0.offset % 4 == gateway }.map(\.element)
      for span in try sampled(share, sampler) { arrived[span.traceID, default: 0] += 1 }
    }
    #expect(arrived.values.allSatisfy { $0 == 4 })
    let expected = Double(traces.count) * 0.2
    #expect(abs(Double(arrived.count) - expected) < 3 * (expected * 0.8).squareRoot())
  }
}
