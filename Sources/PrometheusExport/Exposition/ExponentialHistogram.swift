/// A histogram whose buckets grow by the factor 2^(2^-scale) (OpenTelemetry data model, "ExponentialHistogram";
/// in Prometheus, a native histogram with the schema `scale`).
package struct ExponentialHistogram: Sendable, Equatable {
  /// Counts of neighbouring buckets. Bucket `i` holds values in (base^(offset+i), base^(offset+i+1)].
  package struct Buckets: Sendable, Equatable {
    package var offset: Int
    package var counts: [UInt64]

    package init(offset: Int = 0, counts: [UInt64] = []) {
      self.offset = offset
      self.counts = counts
    }
  }

  /// From -4 to 8, which is what Prometheus takes.
  package var scale: Int
  package var zeroThreshold: Double
  package var zeroCount: UInt64
  package var positive: Buckets
  package var negative: Buckets
  package var count: UInt64
  package var sum: Double

  package init(
    scale: Int, zeroThreshold: Double = 0, zeroCount: UInt64 = 0, positive: Buckets = Buckets(),
    negative: Buckets = Buckets(), count: UInt64, sum: Double
  ) {
    self.scale = scale
    self.zeroThreshold = zeroThreshold
    self.zeroCount = zeroCount
    self.positive = positive
    self.negative = negative
    self.count = count
    self.sum = sum
  }
}

extension ExponentialHistogram.Buckets {
  /// The same with an offset that arithmetic on indices can not overflow. Beyond it no double is left.
  var indexable: Self { Self(offset: min(max(offset, -1 << 40), 1 << 40), counts: counts) }
}
