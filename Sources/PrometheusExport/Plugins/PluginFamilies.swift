internal import TelemetryEngine

/// The toolkit's plugin metrics, which keep their names whether they are derived or received.
package enum PluginFamilies {
  /// The name on `/metrics` of a metric that the toolkit sends, which takes no suffix for its unit; nil for any
  /// other metric.
  package static func prometheusName(of metric: String) -> String? { PluginMetric(metric)?.prometheusName }
}
