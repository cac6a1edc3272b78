/// One data point as it was received. Times are in nanoseconds since 1970, 0 where nobody said.
package struct MetricPoint: Sendable {
  package struct Buckets: Sendable {
    package var offset: Int32 = 0
    package var counts: [UInt64] = []
  }

  package struct Exemplar: Sendable {
    package var time: UInt64 = 0
    package var value = 0.0
    /// The first byte is the highest; 0 when there is none.
    package var traceID: UInt128 = 0
    package var spanID: UInt64 = 0
    package var attributes: [ReceivedAttribute] = []
  }

  package var start: UInt64 = 0
  package var time: UInt64 = 0
  /// Whether the sender says that it has nothing to say any more.
  package var hasNoRecordedValue = false
  /// Of a gauge or sum; nil when there is none.
  package var number: Double?
  package var count: UInt64 = 0
  /// Of histograms, nil when it is missing.
  package var sum: Double?
  package var bucketCounts: [UInt64] = []
  package var bounds: [Double] = []
  package var scale: Int32 = 0
  package var zeroCount: UInt64 = 0
  package var zeroThreshold = 0.0
  package var positive = Buckets()
  package var negative = Buckets()
  /// Of summaries, with their values.
  package var quantiles: [(quantile: Double, value: Double)] = []
  /// The last ones of the point, at most `maxExemplars`.
  package var exemplars: [Exemplar] = []

  package static let maxExemplars = 32

  package init() {}

  mutating func reset() {
    (start, time, hasNoRecordedValue, number) = (0, 0, false, nil)
    (count, sum, scale, zeroCount, zeroThreshold) = (0, nil, 0, 0, 0)
    bucketCounts.removeAll(keepingCapacity: true)
    bounds.removeAll(keepingCapacity: true)
    (positive.offset, negative.offset) = (0, 0)
    positive.counts.removeAll(keepingCapacity: true)
    negative.counts.removeAll(keepingCapacity: true)
    quantiles.removeAll(keepingCapacity: true)
    exemplars.removeAll(keepingCapacity: true)
  }
}
