import TelemetryEngine
import Testing

/// What people compute from what leaves is true. Seeds are fixed, so that nothing here depends on luck.
@Suite struct StatisticsTests {
  static let traces = 200_000
  static let ratios = [1, 0.5, 0.2, 0.05, 0.001]

  private static func spans(_ count: Int, seed: UInt64) -> [SampledSpan] {
    var random = SeededRandom(seed)
    return (0..<count).map { _ in
      let (high, low) = (random.next(), random.next())
      return SampledSpan(
        (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64($0 % 8 * 8)) })
    }
  }

  /// The count estimated from `th` is within three standard deviations of the truth. Each of the traces
  /// that leaves with probability p stands for 1/p, which has a variance of (1 - p)/p.
  private static func expectTrueCount(_ spans: [SampledSpan], of count: Int, probability: Double) {
    let estimate = spans.reduce(0) { $0 + $1.adjustedCount }
    let deviation = (Double(count) * (1 - probability) / probability).squareRoot()
    #expect(abs(estimate - Double(count)) <= 3 * deviation, "\(estimate) at \(probability)")
  }

  @Test(arguments: ratios, [SpanSampler.Mode.equalizing, .proportional])
  func countsAreTrueThroughOneGatewayAndThroughTwo(_ ratio: Double, _ mode: SpanSampler.Mode) throws {
    let sampler = SpanSampler.ratio(ratio, mode)
    let first = try sampled(Self.spans(Self.traces, seed: 11), sampler)
    Self.expectTrueCount(first, of: Self.traces, probability: ratio)
    let second = try sampled(first, sampler)
    let both = mode == .equalizing ? ratio : ratio * ratio
    Self.expectTrueCount(second, of: Self.traces, probability: both)
    if mode == .equalizing { #expect(second == first) }
    // A gateway behind them at another ratio.
    let third = try sampled(second, .ratio(0.4, mode))
    Self.expectTrueCount(
      third, of: Self.traces, probability: mode == .equalizing ? min(ratio, 0.4) : both * 0.4)
  }

  /// Randomness is uniform: kept and dropped, and where the kept ones lie, fit the ratio by a chi-square test
  /// of eight equal cells, at one in a thousand.
  @Test(arguments: [0.5, 0.2, 0.05, 0.01])
  func aMillionTraceIDsFitTheRatio(_ ratio: Double) throws {
    let count = 1_000_000
    let cells = 8
    var observed = [Int](repeating: 0, count: cells)
    var kept = 0
    for part in 0..<20 {
      for span in try sampled(Self.spans(count / 20, seed: UInt64(100 + part)), .ratio(ratio)) {
        let bits = span.traceID[9...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let share = (1 - Double(bits) / 0x1p56) / ratio
        observed[min(cells - 1, Int(share * Double(cells)))] += 1
        kept += 1
      }
    }
    let expected = Double(count) * ratio / Double(cells)
    var statistic = observed.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
    let dropped = Double(count) * (1 - ratio)
    statistic += (Double(count - kept) - dropped) * (Double(count - kept) - dropped) / dropped
    // Eight degrees of freedom.
    #expect(statistic < 26.12)
  }

  /// Spans of one trace over four gateways, in different requests and orders: all or none.
  @Test func noTraceIsCutApartByFourGateways() throws {
    var random = SeededRandom(5)
    let traces = Self.spans(2_000, seed: 6)
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
