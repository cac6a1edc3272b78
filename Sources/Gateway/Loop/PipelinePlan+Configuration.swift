internal import Configuration
internal import Delivery
internal import TelemetryEngine

extension PipelinePlan {
  /// A plan that makes nothing different but what the configuration says; for a reload the rest is filled in.
  init(_ configuration: GatewayConfiguration, targets: [TargetPlan], pseudonymKey: PseudonymKey) {
    engine = PipelineOptions(configuration, pseudonymKey: pseudonymKey)
    self.targets = targets
    delivery = DeliveryPlan(
      targets: targets.map(\.delivery),
      batch: BatchLimits(
        maxItems: configuration.delivery.batchMaxItems, maxBytes: configuration.delivery.batchMaxSize,
        maxDelay: configuration.delivery.batchMaxDelay),
      unroutedReason: configuration.enabled ? .noTarget : .disabled)
    delivery.removalTime = configuration.delivery.drainTimeout
    pluginBuckets = configuration.plugins.buckets
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
      observesPlugins: configuration.plugins.enabled)
  }
}

extension SpanSampler {
  init(_ sampling: GatewayConfiguration.Sampling) {
    switch sampling.sampler {
    case .alwaysOn: self.init(root: .alwaysOn, isParentBased: false)
    case .alwaysOff: self.init(root: .alwaysOff, isParentBased: false)
    case .traceIDRatio: self.init(root: .traceIDRatio(sampling.ratio), isParentBased: false)
    case .parentBasedAlwaysOn: self.init(root: .alwaysOn, isParentBased: true)
    case .parentBasedAlwaysOff: self.init(root: .alwaysOff, isParentBased: true)
    case .parentBasedTraceIDRatio: self.init(root: .traceIDRatio(sampling.ratio), isParentBased: true)
    }
  }
}
