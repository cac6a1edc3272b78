internal import TelemetryEngine

/// What one series of the span metrics has counted.
struct SpanTotals: Sendable {
  private(set) var duration: HistogramValue
  /// Of each bucket the latest one; empty until there is one.
  private(set) var exemplars: [StoredExemplar?] = []

  init(bounds: [Double]) { duration = HistogramValue(bounds: bounds) }

  var calls: UInt64 { duration.count }

  mutating func observe(_ span: SpanObservation) {
    guard let bucket = duration.observe(span.seconds), span.isKept else { return }
    if exemplars.isEmpty { exemplars = Array(repeating: nil, count: duration.counts.count) }
    if let last = exemplars[bucket], last.time > span.time { return }
    exemplars[bucket] = StoredExemplar(
      traceID: span.traceID, spanID: span.spanID, value: span.seconds, time: span.time)
  }

  /// Adds what was counted elsewhere with the same bounds.
  mutating func add(_ other: Self) {
    duration.add(other.duration)
    guard !exemplars.isEmpty else {
      exemplars = other.exemplars
      return
    }
    for (bucket, exemplar) in other.exemplars.enumerated() {
      guard let exemplar else { continue }
      if let own = exemplars[bucket], own.time >= exemplar.time { continue }
      exemplars[bucket] = exemplar
    }
  }
}
