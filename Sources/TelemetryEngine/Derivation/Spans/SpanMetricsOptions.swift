/// How spans are observed for the span metrics.
package struct SpanMetricsOptions: Sendable {
  /// Keys of attributes of spans, or else of their resources, that are told apart.
  package var dimensions: [String]
  /// Where the series of all loops get their numbers. Another one starts from nothing.
  package var registry: SpanSeriesRegistry

  package init(dimensions: [String], registry: SpanSeriesRegistry) {
    self.dimensions = dimensions
    self.registry = registry
  }
}
