internal import Configuration
internal import Delivery
internal import PrometheusExport

extension Gateway {
  /// Every ten seconds forgets series whose time is over or whose place is needed, and looks for senders that
  /// contradict each other; returns when the task is cancelled.
  package func sweepSeries() async {
    while !Task.isCancelled {
      // Cancelled because the start failed, there are no loops left that could be asked.
      guard (try? await Task.sleep(for: .seconds(10))) != nil else { return }
      await sweepSeriesOnce()
    }
  }

  private func sweepSeriesOnce() async {
    guard plan.series != nil else { return }
    let snapshots = await pipelines.seriesSnapshots()
    let outcome = seriesSweep.look(
      registries.series, snapshots, seconds: MonotonicTime.now.wholeSeconds, expireAfter: seriesExpiry)
    contestedSeries += outcome.newlyContested
    PipelineEvents(logger: logger).found(outcome.incidents)
    guard !outcome.forget.isEmpty else { return }
    await pipelines.forgetSeries(outcome.forget, notReceivedSince: outcome.notReceivedSince)
  }

  /// The received metrics as a scrape shows them.
  func receivedFamilies() async -> [ExposedFamily] {
    guard plan.series != nil else { return [] }
    let snapshots = await pipelines.seriesSnapshots()
    return registries.series.exposed(
      snapshots, seconds: MonotonicTime.now.wholeSeconds, expireAfter: seriesExpiry)
  }

  /// Seconds after which a series that nobody sends is hidden.
  private var seriesExpiry: UInt32 {
    UInt32(clamping: running.configuration.prometheus.expireAfter.components.seconds)
  }
}
