internal import TelemetryEngine

/// The received metrics of one loop. Series are those of a registry that all loops share; values are the
/// loop's own, and are added up at a scrape.
package final class LoopSeriesStore {
  let registry: SeriesRegistry
  package private(set) var options: SeriesOptions
  private var reader: MetricsReader
  var streams: [SeriesStream] = []
  var streamNumbers: [ContentKey: Int] = [:]
  var seriesNumbers: [ContentKey: Int] = [:]
  /// What was refused a moment ago, lest every further point is read anew.
  var refusedKeys: [ContentKey: RefusedPoint] = [:]
  private var refusedSince: UInt32 = 0
  /// By number; nil where this loop has none.
  var identities: [SeriesIdentity?] = []
  /// The bounds of the last histogram: those of a metric are alike, and are kept once.
  var bounds: [Double] = []
  var pages = SeriesPages()
  /// Targets with resources that differ, by the numbers of their series.
  var conflictingTargets: Set<Int> = []
  var seconds: UInt32 = 0
  var now: UInt64 = 0
  package internal(set) var counts = SeriesCounts()
  /// What has to be looked into, since this was asked last; at most `maxIncidents`.
  var incidents: [SeriesIncident] = []

  static let maxIncidents = 16
  /// Seconds after which what was refused is judged again.
  static let refusalTime: UInt32 = 10
  static let maxRefusedKeys = 50_000
  /// The number of a series whose points are refused.
  static let refused = -1
  /// Streams that are remembered; past it all are read again.
  static let maxStreams = 20_000

  package init(_ registry: SeriesRegistry, _ options: SeriesOptions) {
    self.registry = registry
    self.options = options
    reader = MetricsReader(
      secret: PseudonymKey(low: .random(in: 0...UInt64.max), high: .random(in: 0...UInt64.max)))
  }

  /// Takes all points of a request that a pipeline has let through. `seconds` is a clock that never goes back;
  /// `now` is in nanoseconds since 1970.
  package func take(_ request: RawSpan, seconds: UInt32, now: UInt64) {
    self.seconds = seconds
    if seconds >= refusedSince + Self.refusalTime {
      refusedKeys.removeAll(keepingCapacity: true)
      refusedSince = seconds
    }
    self.now = now
    do throws(WireError) {
      try reader.read(request, into: self)
    } catch {
      // A pipeline lets nothing through that does not decode.
      counts[.invalidPoint] += 1
    }
  }

  /// What has to be looked into since this was asked last.
  package func takeIncidents() -> [SeriesIncident] {
    defer { incidents = [] }
    return incidents
  }

  /// Makes series of new points as the options say. Series that are there stay until they expire.
  package func configure(_ options: SeriesOptions) {
    guard options != self.options else { return }
    self.options = options
    forgetKeys()
  }

  /// The values as they are now.
  package var snapshot: SeriesSnapshot { SeriesSnapshot(pages: pages) }

  /// Forgets series that nobody has sent since `seconds`.
  package func forget(_ numbers: [Int], notReceivedSince seconds: UInt32) {
    let forgotten = numbers.filter { number in
      guard number < identities.count, let identity = identities[number],
        let received = pages.state(of: identity)?.received
      else { return false }
      return received <= seconds
    }
    guard !forgotten.isEmpty else { return }
    for number in forgotten {
      identities[number] = nil
      conflictingTargets.remove(number)
      pages.forget(number)
    }
    forgetKeys()
    registry.release(forgotten)
  }

  /// Forgets everything.
  package func forgetAll() {
    let numbers = identities.compactMap { $0?.number }
    identities = []
    conflictingTargets = []
    pages = SeriesPages()
    forgetKeys()
    registry.release(numbers)
  }

  func forgetKeys() {
    streams = []
    streamNumbers = [:]
    seriesNumbers = [:]
    refusedKeys = [:]
  }
}

/// The values of one loop's series at one moment.
package struct SeriesSnapshot: Sendable {
  let pages: SeriesPages
}
