/// A histogram as the formats without native ones show it.
///
/// An exponential histogram gets the powers of two as bounds (those of scale 0), at which its counts are exact;
/// below scale 0 its own bounds, which are powers of two as well. There is a bound for every power from the
/// first bucket with a count to the last, in both directions from zero, and one at the zero threshold where
/// there is a count of zeros or anything negative. A histogram that spans more than 64 powers on one side has
/// every second, fourth, … power, so that there are never more than 129 bounds and infinity.
///
/// A negative bucket holds values from its lower bound on, where a classic one ends with its upper bound: what
/// lies exactly on a negative bound is counted above it.
struct ClassicBuckets: Equatable {
  /// Ascending, without infinity.
  private(set) var bounds: [Double]
  /// The observations up to each bound.
  private(set) var cumulative: [UInt64]
  /// All observations, never fewer than in the buckets.
  private(set) var count: UInt64

  private static let maxBounds = 64

  init(_ histogram: HistogramValue) {
    bounds = histogram.bounds
    var total: UInt64 = 0
    cumulative = histogram.counts.dropLast().map { count in
      total &+= count
      return total
    }
    count = total &+ (histogram.counts.last ?? 0)
  }

  init(_ histogram: ExponentialHistogram) {
    let positive = Powers(histogram.positive, scale: histogram.scale, limit: Self.maxBounds)
    let negative = Powers(histogram.negative, scale: histogram.scale, limit: Self.maxBounds)
    bounds = []
    cumulative = []
    count = 0
    for (power, bucket) in zip(negative.powers, negative.counts).reversed() {
      // The bound nearer to zero is the upper one.
      append(-Self.power(power - negative.step), bucket)
    }
    if histogram.zeroCount > 0 || !negative.counts.isEmpty {
      append(histogram.zeroThreshold > 0 ? histogram.zeroThreshold : 0, histogram.zeroCount)
    }
    for (power, bucket) in zip(positive.powers, positive.counts) { append(Self.power(power), bucket) }
    count = max(count, histogram.count)
  }

  /// Adds a bucket. One that no double can tell from its neighbour becomes one with it.
  private mutating func append(_ bound: Double, _ bucket: UInt64) {
    count &+= bucket
    guard bound.isFinite else { return }
    if let last = bounds.last, bound <= last {
      cumulative[cumulative.count - 1] = count
    } else {
      bounds.append(bound)
      cumulative.append(count)
    }
  }

  private static func power(_ exponent: Int) -> Double {
    exponent > 1023
      ? .infinity : exponent < -1074 ? 0 : Double(sign: .plus, exponent: exponent, significand: 1)
  }
}

/// The buckets of one side as counts up to powers of two.
private struct Powers {
  /// The exponents of the upper bounds.
  private(set) var powers: [Int] = []
  private(set) var counts: [UInt64] = []
  /// How far apart they are.
  private(set) var step = 1

  init(_ buckets: ExponentialHistogram.Buckets, scale: Int, limit: Int) {
    guard let first = buckets.counts.firstIndex(where: { $0 > 0 }),
      let last = buckets.counts.lastIndex(where: { $0 > 0 })
    else { return }
    // Below -10 a bucket is wider than all doubles.
    let scale = min(max(scale, -11), 63)
    let offset = buckets.indexable.offset
    let merged = max(0, scale)
    var shift = merged
    let (low, high) = (offset + first, offset + last)
    while (high >> shift) - (low >> shift) >= limit { shift += 1 }
    step = 1 << min(shift - merged + max(0, -scale), 40)
    let start = low >> shift
    counts = Array(repeating: 0, count: (high >> shift) - start + 1)
    for index in first...last {
      counts[((offset + index) >> shift) - start] &+= buckets.counts[index]
    }
    powers = counts.indices.map { Self.clamped(start + $0 + 1, times: step) }
  }

  private static func clamped(_ index: Int, times step: Int) -> Int {
    let (product, overflow) = index.multipliedReportingOverflow(by: step)
    return overflow ? (index < 0 ? -1 << 40 : 1 << 40) : min(max(product, -1 << 40), 1 << 40)
  }
}
