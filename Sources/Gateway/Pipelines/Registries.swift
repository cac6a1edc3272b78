internal import Configuration
internal import PrometheusExport
internal import TelemetryEngine

/// What the loops of a process have in common for as long as it lives, whatever the configuration.
struct Registries: Sendable {
  /// The services that sampling tells apart.
  let services = ServiceRegistry()
  /// The series of received metrics.
  let series: SeriesRegistry
  /// The services that send plugin metrics themselves.
  let pluginReporters = PluginReporters()
  /// The series of the span metrics, from nothing whenever what they are changes.
  var spanSeries: SpanSeriesRegistry

  init(_ configuration: GatewayConfiguration) {
    series = SeriesRegistry(maxSeries: configuration.prometheus.maxSeries)
    spanSeries = SpanSeriesRegistry(maxSeries: configuration.spanMetrics.maxSeries)
  }

  /// Goes over from one configuration to another.
  mutating func change(from old: GatewayConfiguration, to new: GatewayConfiguration) {
    series.maxSeries = new.prometheus.maxSeries
    if old.spanMetrics != new.spanMetrics {
      spanSeries = SpanSeriesRegistry(maxSeries: new.spanMetrics.maxSeries)
    }
  }
}
