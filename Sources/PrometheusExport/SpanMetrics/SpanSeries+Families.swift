internal import TelemetryEngine

extension SpanSeries {
  /// The families under the names that dashboards for span metrics know.
  package func families(_ translator: NameTranslator) -> [ExposedFamily] {
    let labels = registry.labels
    let shown = totals.enumerated().compactMap { number, totals -> (SeriesLabels, Totals)? in
      guard let totals, number < labels.count else { return nil }
      let own = number == SpanSeriesRegistry.overflow ? Self.overflow : Self.shown(labels[number], translator)
      return (SeriesLabels(own), totals)
    }
    // Translation may make one series of two.
    var places: [SeriesLabels: Int] = [:]
    var series: [(labels: SeriesLabels, totals: Totals)] = []
    for (labels, totals) in shown {
      if let place = places[labels] {
        series[place].totals.add(totals)
      } else {
        places[labels] = series.count
        series.append((labels, totals))
      }
    }
    series.sort { $0.labels.text.lexicographicallyPrecedes($1.labels.text) }
    return [
      ExposedFamily(
        name: "traces_span_metrics_calls_total", help: "Spans, before sampling.", kind: .counter,
        series: SeriesList(series.map { ExposedSeries($0.labels, .number(Double($0.totals.calls))) })),
      ExposedFamily(
        name: "traces_span_metrics_duration_seconds", help: "Duration of spans in seconds, before sampling.",
        unit: "seconds", kind: .histogram,
        series: SeriesList(
          series.map {
            ExposedSeries(
              $0.labels, .histogram($0.totals.duration),
              exemplars: $0.totals.exemplars.compactMap { $0?.exposed })
          })),
    ]
  }

  private static let overflow = [MetricFamily.Label("otel_metric_overflow", "true")]

  /// Names that a dimension cannot take.
  private static let taken: Set<String> = [
    "service_name", "span_name", "span_kind", "status_code", "le", "otel_metric_overflow",
  ]

  private static func shown(_ labels: SpanLabels, _ translator: NameTranslator) -> [MetricFamily.Label] {
    var set = LabelSet(translator)
    // Whatever the strategy: a scraper may want names escaped.
    let escaping = NameTranslator()
    for dimension in labels.dimensions where !taken.contains(escaping.label(dimension.key) ?? "") {
      set.add(dimension.key, dimension.value)
    }
    let own = [
      ("service_name", labels.service), ("span_name", labels.name), ("span_kind", labels.kind),
      ("status_code", labels.status),
    ]
    return (set.labels + own.map { MetricFamily.Label($0.0, $0.1) }).sorted { $0.name < $1.name }
  }
}
