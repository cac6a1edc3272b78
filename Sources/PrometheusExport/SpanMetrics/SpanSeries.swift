package import TelemetryEngine

/// The span metrics of one loop, by the numbers that the registry of all loops gave.
package struct SpanSeries: Sendable {
  package let registry: SpanSeriesRegistry
  private let bounds: [Double]
  /// By number, nil where this loop has seen none.
  private var pages = Pages<SpanTotals?>()

  /// An empty store. `bounds` are in seconds, finite and ascending.
  package init(_ registry: SpanSeriesRegistry, bounds: [Double]) {
    self.registry = registry
    self.bounds = bounds
  }

  /// Spans that are counted in the series of the rest.
  package var overflowed: Int { Int(clamping: self[SpanSeriesRegistry.overflow]?.calls ?? 0) }

  subscript(number: Int) -> SpanTotals? { pages[number] ?? nil }

  /// Counts a span.
  package mutating func observe(_ span: SpanObservation) {
    pages.makeRoom(for: span.series, nil)
    pages.update(span.series) { totals in
      if totals == nil { totals = SpanTotals(bounds: bounds) }
      totals?.observe(span)
    }
  }

  private mutating func add(_ more: SpanTotals, to number: Int) {
    pages.makeRoom(for: number, nil)
    pages.update(number) { totals in
      if totals == nil { totals = more } else { totals?.add(more) }
    }
  }

  /// Adds what another loop counted. What another registry numbered is something else, and is left out.
  package static func += (left: inout Self, right: Self) {
    guard left.registry === right.registry else { return }
    if left.pages.count == 0 {
      left.pages = right.pages
      return
    }
    for number in 0..<right.pages.count {
      if let totals = right[number] { left.add(totals, to: number) }
    }
  }

  /// Makes one series a part of another.
  mutating func fold(_ number: Int, into other: Int) {
    guard let totals = self[number] else { return }
    pages.update(number) { $0 = nil }
    add(totals, to: other)
  }
}
