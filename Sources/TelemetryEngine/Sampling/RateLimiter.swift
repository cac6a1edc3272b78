#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Holds each service to a number of spans a second by raising its threshold: what leaves says in `th` with
/// what probability it does, so that counts estimated from it stay true, and whole traces hold as long as a
/// threshold stands.
///
/// A state machine without a clock: told about once a second what all loops let through, it says what the
/// thresholds are until the next time. It follows a flood and its end with half of the difference each second,
/// or, below ten spans a second, in the time in which ten may leave.
package struct RateLimiter: Sendable {
  /// Spans that may leave within the time in which what was measured loses half of its weight.
  private static let spansPerHalfLife = 10.0
  /// The share of the limit below which demand is forgotten.
  private static let negligible = 0.001

  /// A second's demand, smoothed.
  private var demand = RateDemand()

  package init() {}

  /// Takes what came within `seconds` and answers the thresholds by service number, for `limit` spans a
  /// second and service; a service beyond the end has none.
  package mutating func update(
    _ measured: RateDemand, seconds: Double, limit: Double
  ) -> [SamplingThreshold] {
    guard seconds > 0 else { return thresholds(limit) }
    let halfLife = max(1, Self.spansPerHalfLife / limit)
    let old = exp2(-seconds / halfLife)
    var measured = measured
    measured.scale(by: (1 - old) / seconds)
    demand.scale(by: old)
    demand += measured
    demand.forget(below: limit * Self.negligible)
    return thresholds(limit)
  }

  private func thresholds(_ limit: Double) -> [SamplingThreshold] {
    var thresholds: [SamplingThreshold] = []
    for (service, groups) in demand.byService {
      guard let threshold = Self.threshold(groups, limit) else { continue }
      while thresholds.count <= service { thresholds.append(.always) }
      thresholds[service] = threshold
    }
    return thresholds
  }

  /// The threshold at which `limit` of the spans are left; nil when there are no more.
  private static func threshold(_ groups: [RateDemand.Group], _ limit: Double) -> SamplingThreshold? {
    func left(_ probability: Double) -> Double { groups.reduce(0) { $0 + $1.left(at: probability) } }
    guard left(1) > limit else { return nil }
    // Of 2^56 values of randomness the most that can be kept.
    var (low, high) = (UInt64(1), SamplingThreshold.randomnessValues)
    while high - low > 1 {
      let middle = (low + high) / 2
      if left(SamplingThreshold(keeping: middle).probability) > limit { high = middle } else { low = middle }
    }
    return SamplingThreshold(probability: SamplingThreshold(keeping: low).probability)
  }
}
