internal import Configuration
internal import Delivery
internal import PrometheusExport
internal import TelemetryEngine

extension PipelinePlan {
  /// A plan that makes nothing different but what the configuration says; for a reload the rest is filled in.
  init(
    _ configuration: GatewayConfiguration, targets: [TargetPlan], pseudonymKey: PseudonymKey,
    registries: Registries
  ) {
    engine = PipelineOptions(configuration, pseudonymKey: pseudonymKey)
    engine.services = registries.services
    if configuration.plugins.enabled, configuration.plugins.source == .auto {
      engine.pluginReporters = registries.pluginReporters
    }
    engine.spanMetrics = configuration.spanMetricsInForce.map {
      SpanMetricsOptions(dimensions: $0.dimensions, registry: registries.spanSeries)
    }
    self.targets = targets
    delivery = DeliveryPlan(
      targets: targets.map(\.delivery),
      batch: BatchLimits(
        maxItems: configuration.delivery.batchMaxItems, maxBytes: configuration.delivery.batchMaxSize,
        maxDelay: configuration.delivery.batchMaxDelay),
      unroutedReason: configuration.enabled ? .noTarget : .disabled)
    delivery.removalTime = configuration.delivery.drainTimeout
    pluginBuckets = configuration.plugins.buckets
    spanBuckets = configuration.spanMetrics.buckets
    if configuration.enabled, configuration.prometheus.enabled {
      series = SeriesPlan(registry: registries.series, options: SeriesOptions(configuration))
    }
  }
}

extension PipelineOptions {
  init(_ configuration: GatewayConfiguration, pseudonymKey: PseudonymKey) {
    self.init(
      sampler: SpanSampler(configuration.sampling),
      privacy: PrivacyOptions(configuration.privacy, pseudonymKey: pseudonymKey),
      serviceName: configuration.service.name,
      resourceAttributes: configuration.service.attributes.sorted { $0.key < $1.key }
        .map { ($0.key, $0.value) },
      observesPlugins: configuration.plugins.enabled && configuration.plugins.source != .metrics)
    logSampling = LogSampling(configuration.sampling)
  }
}
