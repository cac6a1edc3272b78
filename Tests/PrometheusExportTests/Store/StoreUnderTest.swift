import PrometheusExport

/// A store of one or more loops with a clock that the test moves.
final class StoreUnderTest {
  let registry: SeriesRegistry
  let loops: [LoopSeriesStore]
  /// Seconds, of both clocks.
  var seconds: UInt32 = 1_000_000
  var expireAfter: UInt32 = 300
  private var sweep = SeriesSweep()

  init(loops: Int = 1, maxSeries: Int = 1000, _ options: SeriesOptions = SeriesOptions()) {
    let registry = SeriesRegistry(maxSeries: maxSeries)
    self.registry = registry
    self.loops = (0..<loops).map { _ in LoopSeriesStore(registry, options) }
  }

  func take(_ request: MetricsRequest, loop: Int = 0) {
    let bytes = request.bytes
    unsafe loops[loop].take(bytes.span.bytes, seconds: seconds, now: UInt64(seconds) * 1_000_000_000)
  }

  var families: [ExposedFamily] {
    registry.exposed(loops.map(\.snapshot), seconds: seconds, expireAfter: expireAfter)
      .sorted { $0.name < $1.name }
  }

  /// Every series as `name{labels}` with its value, without `target_info`.
  var shown: [String: ExposedValue] {
    var shown: [String: ExposedValue] = [:]
    for (name, series) in all where name != "target_info" {
      shown["\(name){\(String(decoding: series.labels.text, as: UTF8.self))}"] = series.value
    }
    return shown
  }

  var all: [(String, ExposedSeries)] {
    families.flatMap { family in
      (0..<family.series.count).compactMap { family.series.series(at: $0) }.map { (family.name, $0) }
    }
  }

  /// The value of the only series.
  var only: ExposedValue? { shown.count == 1 ? shown.first?.value : nil }

  var onlySeries: ExposedSeries? { all.first { $0.0 != "target_info" }?.1 }

  var counts: SeriesCounts {
    var counts = SeriesCounts()
    for loop in loops { counts += loop.counts }
    return counts
  }

  @discardableResult
  func sweepOnce() -> SeriesSweep.Outcome {
    let outcome = sweep.look(registry, loops.map(\.snapshot), seconds: seconds, expireAfter: expireAfter)
    for loop in loops { loop.forget(outcome.forget, notReceivedSince: outcome.notReceivedSince) }
    return outcome
  }
}

/// A time in nanoseconds, counted from before the store's clock.
func at(_ seconds: UInt64) -> UInt64 { (900_000 + seconds) * 1_000_000_000 }
