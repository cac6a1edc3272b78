/// What a pipeline does with what it receives.
package struct PipelineOptions: Sendable {
  package var sampler: SpanSampler
  package var logSampling = LogSampling.all
  /// The services that are told apart, for the whole process.
  package var services = ServiceRegistry()
  package var privacy: PrivacyOptions
  /// `service.name` where a sender gave none.
  package var serviceName: String
  /// Resource attributes where a sender gave none of that key, `service.name` not among them.
  package var resourceAttributes: [(key: String, value: String)]
  /// Whether `plugins.execute` spans are observed.
  package var observesPlugins: Bool
  /// Where services are noted that send plugin metrics themselves, for which no spans are then observed; nil
  /// where that makes no difference.
  package var pluginReporters: PluginReporters?
  /// Nil where no span metrics are wanted.
  package var spanMetrics: SpanMetricsOptions?

  package init(
    sampler: SpanSampler, privacy: PrivacyOptions, serviceName: String,
    resourceAttributes: [(key: String, value: String)] = [], observesPlugins: Bool = true
  ) {
    self.sampler = sampler
    self.privacy = privacy
    self.serviceName = serviceName
    self.resourceAttributes = resourceAttributes
    self.observesPlugins = observesPlugins
  }
}
