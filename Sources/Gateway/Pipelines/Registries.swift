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
  /// The series of the span metrics, from nothing whenever what they are or what privacy lets them show changes.
  var spanSeries: SpanSeriesRegistry
  /// The labels of the span metrics.
  let spanLabels = SpanLabelTexts()

  init(_ configuration: GatewayConfiguration) {
    series = SeriesRegistry(maxSeries: configuration.prometheus.maxSeries)
    spanSeries = SpanSeriesRegistry(maxSeries: configuration.spanMetrics.maxSeries)
  }

  /// Goes over from one configuration to another.
  mutating func change(from old: GatewayConfiguration, to new: GatewayConfiguration) {
    series.maxSeries = new.prometheus.maxSeries
    spanSeries.maxSeries = new.spanMetrics.maxSeries
    if old.privacy != new.privacy || !new.countsSpans(as: old) {
      spanSeries = SpanSeriesRegistry(maxSeries: new.spanMetrics.maxSeries)
    }
  }
}

extension GatewayConfiguration {
  /// Nil where nobody would see them.
  var spanMetricsInForce: SpanMetrics? {
    enabled && prometheus.enabled && spanMetrics.enabled ? spanMetrics : nil
  }

  /// Whether spans are counted in the same series, as far as there is room.
  fileprivate func countsSpans(as other: Self) -> Bool {
    var same = other.spanMetricsInForce
    same?.maxSeries = spanMetrics.maxSeries
    return same == spanMetricsInForce
  }
}
