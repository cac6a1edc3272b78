internal import PrometheusExport
internal import Synchronization

/// Counts scrapes, and lets no more than so many be written at a time.
final class ScrapeLedger: Sendable {
  /// Scrapes that are written at a time: each keeps the series as they were when it began.
  static let maxOpen = 8

  struct Counts: Sendable {
    /// By HTTP status.
    var byStatus: [Int: Int] = [200: 0, 401: 0, 503: 0]
    var omitted = ScrapeOmissions()
  }

  private let open = ConnectionGate(limit: maxOpen)
  private let state = Mutex(Counts())

  var counts: Counts { state.withLock { $0 } }

  func count(_ status: Int) { state.withLock { $0.byStatus[status, default: 0] += 1 } }

  /// Counts what a scrape has left out.
  func count(_ omissions: ScrapeOmissions) { state.withLock { $0.omitted += omissions } }

  /// A place for a scrape, until it is let go; nil when there is none.
  func begin() -> Place? { open.enter() ? Place(open) : nil }

  final class Place: Sendable {
    private let gate: ConnectionGate

    fileprivate init(_ gate: ConnectionGate) { self.gate = gate }

    deinit { gate.leave() }
  }
}
