internal import Delivery
internal import PrometheusExport
internal import TelemetryEngine

/// What one loop counts for scrapes beside its ledger: what is derived from spans, and received metrics.
struct LoopObservations {
  private var plugins: PluginSeries
  private let pluginBuckets: [Double]
  private var pluginReporters: PluginReporters?
  /// Nil where no span metrics are wanted.
  private var spans: SpanSeries?
  private let spanBuckets: [Double]
  /// Nil while nothing is scraped.
  private(set) var series: LoopSeries?

  init(_ plan: PipelinePlan) {
    plugins = PluginSeries(bounds: plan.pluginBuckets)
    pluginBuckets = plan.pluginBuckets
    pluginReporters = plan.engine.pluginReporters
    spans = plan.spanSeries
    spanBuckets = plan.spanBuckets
    series = plan.series.map { LoopSeries($0) }
  }

  /// Goes over to another plan.
  mutating func apply(_ plan: PipelinePlan) {
    if plan.changesEngine {
      pluginReporters = plan.engine.pluginReporters
      let spanMetrics = plan.engine.spanMetrics
      if spans?.registry !== spanMetrics?.registry {
        spans = spanMetrics.map { SpanSeries($0.registry, bounds: spanBuckets) }
      }
    }
    if plan.forgetsLabels {
      series?.store.forgetAll()
      plugins = PluginSeries(bounds: pluginBuckets)
    }
    guard let new = plan.series else {
      series?.store.forgetAll()
      series = nil
      return
    }
    if let series { series.store.configure(new.options) } else { series = LoopSeries(new) }
  }

  /// Counts what the engine saw in a request that was taken.
  mutating func count(_ engine: borrowing TelemetryPipeline) {
    for observation in engine.pluginObservations {
      plugins.observe(
        PluginKey(
          plugin: observation.plugin, version: observation.version, category: observation.category),
        .init(observation.outcome), seconds: observation.seconds, guardRails: observation.isGuardRail,
        isRetry: observation.isRetry)
    }
    for service in engine.pluginReports { pluginReporters?.insert(service) }
    for span in engine.spanObservations { spans?.observe(span) }
  }

  func report(_ delivery: LoopReport) -> LoopPipelineReport {
    LoopPipelineReport(
      delivery: delivery, plugins: plugins, spans: spans, series: series?.store.counts ?? SeriesCounts())
  }
}

/// What one loop knows.
struct LoopPipelineReport: Sendable {
  var delivery: LoopReport
  var plugins: PluginSeries
  /// Nil where no span metrics are wanted.
  var spans: SpanSeries?
  var series = SeriesCounts()
}
