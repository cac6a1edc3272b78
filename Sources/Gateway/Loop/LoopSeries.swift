internal import Delivery
internal import PrometheusExport
internal import TelemetryEngine
internal import Transport

/// Hands the metrics that one loop lets through to its store.
final class LoopSeries {
  let store: LoopSeriesStore
  /// The request at hand, which may be on its way to its targets by the time that it is taken.
  private var request = WireBuffer(minimumCapacity: 4096)
  private static let largestIdleBuffer = 1 << 20

  init(_ plan: SeriesPlan) { store = LoopSeriesStore(plan.registry, plan.options) }

  /// Notes the pending request of `assembler`.
  func stage(_ assembler: BatchAssembler) {
    request.truncate(to: 0)
    assembler.appendPending(to: &request)
  }

  /// Takes the request that was staged, which has been accepted.
  func take(now: MonotonicTime) -> [SeriesIncident] {
    guard request.count > 0 else { return [] }
    let unixTime = UInt64(clamping: systemWallClock()) &* 1_000_000_000
    request.withSpan { store.take($0, seconds: now.wholeSeconds, now: unixTime) }
    if request.capacity > Self.largestIdleBuffer { request = WireBuffer(minimumCapacity: 4096) }
    return store.takeIncidents()
  }
}

/// How received metrics are kept for scrapes.
struct SeriesPlan: Sendable {
  /// Of the process.
  var registry: SeriesRegistry
  var options: SeriesOptions
}

extension MonotonicTime {
  /// For what needs no more.
  var wholeSeconds: UInt32 { UInt32(clamping: nanoseconds / 1_000_000_000) }
}
