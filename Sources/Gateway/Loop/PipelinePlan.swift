internal import Configuration
internal import Delivery
internal import TelemetryEngine

/// What every loop's pipeline is made from, and goes over to at a reload.
struct PipelinePlan: Sendable {
  var engine: PipelineOptions
  /// Whether the engine has to be made again.
  var changesEngine = false
  var targets: [TargetPlan]
  var delivery: DeliveryPlan
  /// Upper bounds in seconds. They never change.
  var pluginBuckets: [Double]
  /// Nil while nothing is scraped.
  var series: SeriesPlan?
}
