internal import Configuration
internal import Delivery
internal import PrometheusExport
internal import TelemetryEngine

/// What every loop's pipeline is made from, and goes over to at a reload.
struct PipelinePlan: Sendable {
  var engine: PipelineOptions
  /// Whether the engine has to be made again.
  var changesEngine = false
  /// Whether labels that were made so far are to be forgotten, with what they are labels of.
  var forgetsLabels = false
  var targets: [TargetPlan]
  var delivery: DeliveryPlan
  /// Upper bounds in seconds. They never change.
  var pluginBuckets: [Double]
  /// The same of span metrics.
  var spanBuckets: [Double]
  /// Nil while nothing is scraped.
  var series: SeriesPlan?

  /// An empty store of span metrics, if any are wanted.
  var spanSeries: SpanSeries? { engine.spanMetrics.map { SpanSeries($0.registry, bounds: spanBuckets) } }
}
