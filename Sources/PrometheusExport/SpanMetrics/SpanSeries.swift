package import TelemetryEngine

/// The span metrics of one loop, by the numbers that the registry of all loops gave.
package struct SpanSeries: Sendable {
  package let registry: SpanSeriesRegistry
  private let bounds: [Double]
  /// By number, nil where this loop has seen none; in pages, so that a copy shares all but what changes after it.
  private var pages: [[SpanTotals?]] = []
  private static let pageSize = 128

  /// An empty store. `bounds` are in seconds, finite and ascending.
  package init(_ registry: SpanSeriesRegistry, bounds: [Double]) {
    self.registry = registry
    self.bounds = bounds
  }

  /// Spans that are counted in the series of the rest.
  package var overflowed: Int { Int(clamping: self[SpanSeriesRegistry.overflow]?.calls ?? 0) }

  subscript(number: Int) -> SpanTotals? {
    let (page, slot) = number.quotientAndRemainder(dividingBy: Self.pageSize)
    return page < pages.count && slot < pages[page].count ? pages[page][slot] : nil
  }

  /// Counts a span.
  package mutating func observe(_ span: SpanObservation) {
    let (page, slot) = makeRoom(for: span.series)
    if pages[page][slot] == nil { pages[page][slot] = SpanTotals(bounds: bounds) }
    // Where an observation is put must not be copied.
    pages[page][slot]?.observe(span)
  }

  private mutating func makeRoom(for number: Int) -> (page: Int, slot: Int) {
    let (page, slot) = number.quotientAndRemainder(dividingBy: Self.pageSize)
    while pages.count <= page { pages.append([]) }
    while pages[page].count <= slot { pages[page].append(nil) }
    return (page, slot)
  }

  private mutating func add(_ totals: SpanTotals, to number: Int) {
    let (page, slot) = makeRoom(for: number)
    if pages[page][slot] == nil { pages[page][slot] = totals } else { pages[page][slot]?.add(totals) }
  }

  /// Adds what another loop counted. What another registry numbered is something else, and is left out.
  package static func += (left: inout Self, right: Self) {
    guard left.registry === right.registry else { return }
    if left.pages.isEmpty {
      left.pages = right.pages
      return
    }
    for (page, totals) in right.pages.enumerated() {
      for (slot, totals) in totals.enumerated() {
        if let totals { left.add(totals, to: page * pageSize + slot) }
      }
    }
  }

  /// Makes one series a part of another.
  mutating func fold(_ number: Int, into other: Int) {
    guard let totals = self[number] else { return }
    let (page, slot) = makeRoom(for: number)
    pages[page][slot] = nil
    add(totals, to: other)
  }
}
