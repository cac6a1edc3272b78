package import TelemetryEngine

/// The span metrics of one loop, by the numbers that the registry of all loops gave.
package struct SpanSeries: Sendable {
  struct Totals: Sendable {
    var duration: HistogramValue
    /// Of each bucket the latest one; empty until there is one.
    var exemplars: [StoredExemplar?] = []

    var calls: UInt64 { duration.count }
  }

  package let registry: SpanSeriesRegistry
  private let bounds: [Double]
  /// By number; nil where this loop has seen none.
  private(set) var totals: [Totals?] = []

  /// An empty store. `bounds` are in seconds, finite and ascending.
  package init(_ registry: SpanSeriesRegistry, bounds: [Double]) {
    self.registry = registry
    self.bounds = bounds
  }

  /// Spans that are counted in the series of the rest.
  package var overflowed: Int {
    Int(clamping: (totals.first ?? nil)?.calls ?? 0)
  }

  /// Counts a span.
  package mutating func observe(_ span: SpanObservation) {
    while totals.count <= span.series { totals.append(nil) }
    // Where an observation is put must not be copied.
    if totals[span.series] == nil { totals[span.series] = Totals(duration: HistogramValue(bounds: bounds)) }
    totals[span.series]?.observe(span, bounds)
  }

  /// Adds what another loop counted. What another registry numbered is something else, and is left out.
  package static func += (left: inout Self, right: Self) {
    guard left.registry === right.registry else { return }
    while left.totals.count < right.totals.count { left.totals.append(nil) }
    for (number, totals) in right.totals.enumerated() {
      guard let totals else { continue }
      if left.totals[number] == nil { left.totals[number] = totals } else { left.totals[number]?.add(totals) }
    }
  }
}

extension SpanSeries.Totals {
  fileprivate mutating func observe(_ span: SpanObservation, _ bounds: [Double]) {
    guard let bucket = duration.observe(span.seconds), span.isKept else { return }
    if exemplars.isEmpty { exemplars = Array(repeating: nil, count: bounds.count + 1) }
    if let last = exemplars[bucket], last.time > span.time { return }
    exemplars[bucket] = StoredExemplar(
      traceID: span.traceID, spanID: span.spanID, value: span.seconds, time: span.time)
  }

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
