internal import PrivacyCatalogue
internal import Configuration
internal import Delivery
internal import PrometheusExport
internal import TelemetryEngine

extension Gateway {
  func adminPage(_ path: String) async -> StatusResponse {
    switch path {
    case "/healthz": .text(200, "ok")
    case "/readyz": await readiness()
    default: .text(404, "not found; there are /healthz and /readyz")
    }
  }

  /// Not ready while starting, draining or refusing input. A target that is down is no reason: it would
  /// take every replica out of service at once. A configuration that was refused is none either.
  private func readiness() async -> StatusResponse {
    guard phase.current == .running else { return .text(503, phase.current.name) }
    if await pipelines.isRefusing() {
      return .text(503, "refusing input: a queue or the memory limit is full")
    }
    return .text(200, phase.current.name)
  }

  func report() async -> LoopPipelineReport {
    await pipelines.report(
      LoopPipelineReport(
        delivery: LoopReport(unroutedReason: plan.delivery.unroutedReason),
        plugins: PluginSeries(bounds: plan.pluginBuckets), spans: plan.spanSeries))
  }

  func selfMetrics(_ report: LoopPipelineReport) async -> SelfMetricsSnapshot {
    var snapshot = SelfMetricsSnapshot(delivery: report.delivery, now: .now)
    snapshot.redactionRules = PrivacyRule.allCases.map(\.name)
    snapshot.services = registries.services.names
    snapshot.serviceOverflows = registries.services.overflows
    snapshot.memoryLimit = running.configuration.limits.memory
    snapshot.process = ProcessStatistics.current()
    snapshot.version = version
    snapshot.reloads = reloads
    snapshot.logLinesSuppressed = logOutput.suppressedLines
    snapshot.pluginSeriesOverflow = report.plugins.overflowed
    snapshot.pluginReporterOverflow = registries.pluginReporters.overflows
    snapshot.spanSeries = registries.spanSeries.count
    snapshot.spanSeriesOverflow = report.spans?.overflowed ?? 0
    snapshot.series = registries.series.count
    snapshot.seriesLimit = registries.series.maxSeries
    snapshot.seriesCounts = report.series
    snapshot.seriesCounts[.twoWriters] += contestedSeries
    snapshot.scrapes = scrapes.counts
    guard let listeners else { return snapshot }
    let (counters, accept) = await listeners.counters()
    snapshot.add(counters, accept)
    return snapshot
  }
}
