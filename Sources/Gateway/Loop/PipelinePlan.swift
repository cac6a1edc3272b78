internal import Delivery
internal import Logging
internal import TelemetryEngine

/// What every loop's pipeline is made from.
struct PipelinePlan: Sendable {
  var engine: PipelineOptions
  var targets: [TargetPlan]
  /// Of the process.
  var memory: QueueBudget
  var batch: BatchLimits
  /// Why items of a signal that no target takes are dropped.
  var unroutedReason: DropReason
  /// Upper bounds in seconds.
  var pluginBuckets: [Double]
  var logger: Logger
}
