/// One accepted span, as the span metrics count it.
package struct SpanObservation: Sendable, Equatable {
  /// The number that a `SpanSeriesRegistry` gave what the span is counted under.
  package var series: Int
  /// From the span's start to its end; 0 when the end is before the start.
  package var seconds: Double
  /// The span's end, in nanoseconds since 1970.
  package var time: UInt64
  /// The first byte is the highest.
  package var traceID: UInt128
  package var spanID: UInt64
  /// Whether sampling kept the span, so that there is something to link to.
  package var isKept: Bool

  package init(
    series: Int, seconds: Double, time: UInt64, traceID: UInt128, spanID: UInt64, isKept: Bool
  ) {
    self.series = series
    self.seconds = seconds
    self.time = time
    self.traceID = traceID
    self.spanID = spanID
    self.isKept = isKept
  }
}
