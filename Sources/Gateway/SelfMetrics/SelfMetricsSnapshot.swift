package import Delivery
package import PrometheusExport

/// Everything that the gateway's own metrics are made of, gathered at a scrape.
package struct SelfMetricsSnapshot: Sendable {
  /// The reports of all loops, added up.
  package var delivery: LoopReport
  package var now: MonotonicTime
  /// By rule index; what has no name here is shown by its number.
  package var redactionRules: [String] = []
  /// Names by the numbers that sampling gave them; a service without one is shown by its number.
  package var services: [String] = []
  /// Resources whose service got no number.
  package var serviceOverflows = 0
  /// By receiver: `otlp`, since either port takes gRPC and HTTP.
  package var connections: [String: Int] = [:]
  /// By reason.
  package var connectionsRefused: [String: Int] = [:]
  /// By kind.
  package var protocolErrors: [String: Int] = [:]
  /// Bytes of requests that are being received.
  package var receivingBytes = 0
  package var memoryLimit = 0
  package var process = ProcessStatistics()
  package var version = ""
  package var logLinesSuppressed = 0
  package var pluginSeriesOverflow = 0
  package var pluginReporterOverflow = 0
  package var spanSeries = 0
  package var spanSeriesOverflow = 0
  package var series = 0
  package var seriesLimit = 0
  package var seriesCounts = SeriesCounts()
  var scrapes = ScrapeLedger.Counts()
  package var reloads = ReloadLedger(start: 0)

  package init(delivery: LoopReport, now: MonotonicTime) {
    self.delivery = delivery
    self.now = now
  }
}
