/// Turns OTLP's names into Prometheus' as one of its translation strategies says.
package struct NameTranslator: Sendable, Equatable {
  /// As in Prometheus' `translation_strategy`.
  package enum Strategy: String, Sendable, CaseIterable {
    case underscoreEscapingWithSuffixes = "UnderscoreEscapingWithSuffixes"
    case underscoreEscapingWithoutSuffixes = "UnderscoreEscapingWithoutSuffixes"
    case noUTF8EscapingWithSuffixes = "NoUTF8EscapingWithSuffixes"
    case noTranslation = "NoTranslation"
  }

  package struct MetricName: Sendable, Hashable {
    package var name: String
    /// The unit as it is spelled in names, such as `seconds`; empty when there is none.
    package var unit: String

    package init(_ name: String, unit: String) {
      self.name = name
      self.unit = unit
    }
  }

  package let strategy: Strategy

  package init(_ strategy: Strategy = .underscoreEscapingWithSuffixes) { self.strategy = strategy }

  /// The name of a metric of that OTLP name and unit; nil when nothing of the name would be left.
  package func metric(_ name: String, unit: String, kind: MetricFamily.Kind) -> MetricName? {
    PrometheusName.metric(name).map { MetricName($0, unit: "") }
  }

  /// The name of the label for an attribute; nil when nothing of the key would be left.
  package func label(_ key: String) -> String? { PrometheusName.label(key) }
}
