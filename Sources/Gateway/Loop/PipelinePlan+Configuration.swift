internal import Configuration
internal import Delivery
internal import Logging
internal import TelemetryEngine

extension PipelinePlan {
  /// `receiveMemory` is how many bytes of `limits.memory` are set aside for requests being received.
  ///
  /// - Throws: `StartError`, which names what cannot be used.
  init(
    _ configuration: GatewayConfiguration, userAgent: String, stateDirectory: String?,
    pseudonymKey: PseudonymKey, receiveMemory: Int, logger: Logger
  ) throws(StartError) {
    engine = PipelineOptions(
      sampler: SpanSampler(configuration.sampling), privacyMode: PrivacyMode(configuration.privacy.mode),
      pseudonymKey: pseudonymKey, serviceName: configuration.service.name,
      resourceAttributes: configuration.service.attributes.sorted { $0.key < $1.key }
        .map { ($0.key, $0.value) },
      observesPlugins: configuration.plugins.enabled)
    targets = []
    if configuration.enabled {
      for (name, target) in configuration.targets.sorted(by: { $0.key < $1.key }) {
        targets.append(
          try TargetPlan(name: name, target, userAgent: userAgent, stateDirectory: stateDirectory))
      }
    }
    memory = QueueBudget(max: configuration.limits.memory - receiveMemory)
    batch = BatchLimits(
      maxItems: configuration.delivery.batchMaxItems, maxBytes: configuration.delivery.batchMaxSize,
      maxDelay: configuration.delivery.batchMaxDelay)
    unroutedReason = configuration.enabled ? .noTarget : .disabled
    pluginBuckets = configuration.plugins.buckets
    self.logger = logger
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

extension PrivacyMode {
  init(_ mode: GatewayConfiguration.PrivacyMode) {
    self =
      switch mode {
      case .strict: .strict
      case .balanced: .balanced
      case .minimal: .minimal
      }
  }
}
