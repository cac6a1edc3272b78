internal import TelemetryEngine

extension ExponentialHistogram {
  /// What Prometheus takes ("Prometheus and OpenMetrics Compatibility", "Exponential Histograms").
  static let scales = -4...8
  /// Buckets of one sign; where there would be more, neighbours are merged.
  static let maxBuckets = 320

  /// Nil for a point that Prometheus cannot show: without a sum, with a scale below -4, or with buckets beyond
  /// the numbers there are.
  init?(_ point: borrowing MetricPoint) {
    guard let sum = point.sum, Int(point.scale) >= Self.scales.lowerBound else { return nil }
    // Beyond this every number is in one of two buckets.
    let scale = min(Int(point.scale), 20)
    guard
      let positive = Buckets(point.positive, scale: scale, from: Int(point.scale)),
      let negative = Buckets(point.negative, scale: scale, from: Int(point.scale))
    else { return nil }
    let threshold = point.zeroThreshold
    let total =
      point.zeroCount &+ positive.counts.reduce(0, &+) &+ negative.counts.reduce(0, &+)
    self.init(
      scale: scale, zeroThreshold: threshold.isFinite && threshold > 0 ? threshold : 0,
      zeroCount: point.zeroCount, positive: positive, negative: negative, count: total, sum: sum)
    downscale(by: max(0, scale - Self.scales.upperBound))
    guard fit() else { return nil }
  }

  /// Both together, on the coarser scale of the two or a coarser one; nil when even that has too many buckets.
  func adding(_ other: ExponentialHistogram) -> ExponentialHistogram? {
    var (left, right) = (self, other)
    let common = min(left.scale, right.scale)
    left.downscale(by: left.scale - common)
    right.downscale(by: right.scale - common)
    while left.positive.span(with: right.positive) > Self.maxBuckets
      || left.negative.span(with: right.negative) > Self.maxBuckets
    {
      guard left.scale > Self.scales.lowerBound else { return nil }
      left.downscale(by: 1)
      right.downscale(by: 1)
    }
    left.positive.add(right.positive)
    left.negative.add(right.negative)
    left.zeroThreshold = max(left.zeroThreshold, right.zeroThreshold)
    left.zeroCount &+= right.zeroCount
    left.count &+= right.count
    left.sum += right.sum
    return left
  }

  /// Merges neighbours `steps` times.
  mutating func downscale(by steps: Int) {
    guard steps > 0 else { return }
    positive.downscale(by: steps)
    negative.downscale(by: steps)
    scale -= steps
  }

  private mutating func fit() -> Bool {
    while max(positive.counts.count, negative.counts.count) > Self.maxBuckets {
      guard scale > Self.scales.lowerBound else { return false }
      downscale(by: 1)
    }
    return true
  }
}

extension ExponentialHistogram.Buckets {
  /// Buckets without empty ones at their ends; nil when there are some where no number is.
  fileprivate init?(_ buckets: MetricPoint.Buckets, scale: Int, from original: Int) {
    let first = buckets.counts.firstIndex { $0 != 0 } ?? 0
    let last = buckets.counts.lastIndex { $0 != 0 } ?? -1
    self.init(
      offset: Int(buckets.offset) + first, counts: last < first ? [] : Array(buckets.counts[first...last]))
    if counts.isEmpty { offset = 0 }
    downscale(by: original - scale)
    // Numbers have exponents from -1074 to 1023.
    let least = scale >= 0 ? -1074 << scale : -1074 >> -scale
    let most = scale >= 0 ? 1024 << scale : 1024 >> -scale
    guard offset >= least - 1, offset + counts.count <= most + 1 else { return nil }
  }

  fileprivate mutating func downscale(by steps: Int) {
    guard steps > 0, !counts.isEmpty else { return }
    let newOffset = offset >> steps
    var merged = [UInt64](repeating: 0, count: (offset + counts.count - 1) >> steps - newOffset + 1)
    for (index, count) in counts.enumerated() { merged[(offset + index) >> steps - newOffset] &+= count }
    offset = newOffset
    counts = merged
  }

  /// How many buckets both together have.
  fileprivate func span(with other: Self) -> Int {
    if counts.isEmpty || other.counts.isEmpty { return max(counts.count, other.counts.count) }
    return max(offset + counts.count, other.offset + other.counts.count) - min(offset, other.offset)
  }

  fileprivate mutating func add(_ other: Self) {
    if other.counts.isEmpty { return }
    if counts.isEmpty {
      self = other
      return
    }
    let low = min(offset, other.offset)
    let high = max(offset + counts.count, other.offset + other.counts.count)
    var sum = [UInt64](repeating: 0, count: high - low)
    for (index, count) in counts.enumerated() { sum[offset - low + index] &+= count }
    for (index, count) in other.counts.enumerated() { sum[other.offset - low + index] &+= count }
    (offset, counts) = (low, sum)
  }
}
