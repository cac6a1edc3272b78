internal import TelemetryEngine

/// What one loop knows of one series.
struct SeriesState: Sendable {
  /// The stamp of the identity; 0 where there is no series.
  var stamp: UInt32 = 0
  /// When the last point came, in seconds of the clock that the store is given.
  var received: UInt32 = 0
  var hasValue = false
  /// Whether the sender said last that it has nothing to say any more.
  var isStale = false
  /// Whether two writers were already noted.
  var hasTwoWriters = false
  /// Since when the series counts, in nanoseconds since 1970; 0 when nobody said.
  var start: UInt64 = 0
  /// The interval of the last point.
  var lastStart: UInt64 = 0
  var lastTime: UInt64 = 0
  /// Nanoseconds that the points of a delta series cover together.
  var covered: UInt64 = 0
  /// The number, or a histogram's sum.
  var value = 0.0
  /// The last point's number or sum, and count.
  var lastValue = 0.0
  var lastCount: UInt64 = 0
  var detail = SeriesDetail.none
  var exemplars: [StoredExemplar] = []
}

/// What a series has beside a number.
enum SeriesDetail: Sendable, Equatable {
  case none
  /// `counts` has one more than `bounds`; without a sum where a sender gave none.
  case buckets(bounds: [Double], counts: [UInt64], hasSum: Bool)
  indirect case exponential(ExponentialHistogram)
  indirect case summary(SummaryValue)
}

/// An exemplar as it is kept: small.
struct StoredExemplar: Sendable, Equatable {
  var traceID: UInt128
  var spanID: UInt64
  var value: Double
  var time: UInt64
  /// Filtered attributes, if all of them fit.
  var attributes: [MetricFamily.Label] = []
}
