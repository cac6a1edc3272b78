internal import Configuration
internal import PrometheusExport

extension SeriesOptions {
  init(_ configuration: GatewayConfiguration) {
    self.init()
    let prometheus = configuration.prometheus
    translator = NameTranslator(NameTranslator.Strategy(prometheus.translationStrategy))
    attributesLabel = AttributesLabel(prometheus.attributesLabel)
    resourceLabels = prometheus.resourceLabels
    scopeLabels = prometheus.scopeLabels
    showsReceivedPlugins = configuration.plugins.source != .spans
  }
}

extension NameTranslator.Strategy {
  init(_ strategy: GatewayConfiguration.TranslationStrategy) {
    self =
      switch strategy {
      case .underscoreEscapingWithSuffixes: .underscoreEscapingWithSuffixes
      case .underscoreEscapingWithoutSuffixes: .underscoreEscapingWithoutSuffixes
      case .noUTF8EscapingWithSuffixes: .noUTF8EscapingWithSuffixes
      case .noTranslation: .noTranslation
      }
  }
}

extension SeriesOptions.AttributesLabel {
  init(_ label: GatewayConfiguration.AttributesLabel) {
    self =
      switch label {
      case .both: .both
      case .joined: .joined
      case .labels: .labels
      }
  }
}
