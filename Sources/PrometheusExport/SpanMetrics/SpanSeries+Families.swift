extension SpanSeries {
  /// The families under the names that dashboards for span metrics know, their series in the order in which they
  /// were first seen.
  package func families(_ texts: SpanLabelTexts, _ translator: NameTranslator) -> [ExposedFamily] {
    let texts = texts.texts(registry, translator)
    var shown = self
    for double in texts.doubles { shown.fold(double.number, into: double.of) }
    return [
      ExposedFamily(
        name: "traces_span_metrics_calls_total", help: "Spans, before sampling.", kind: .counter,
        series: ShownSpans(value: .calls, labels: texts.labels, series: shown)),
      ExposedFamily(
        name: "traces_span_metrics_duration_seconds", help: "Duration of spans in seconds, before sampling.",
        unit: "seconds", kind: .histogram,
        series: ShownSpans(value: .duration, labels: texts.labels, series: shown)),
    ]
  }
}

/// One of the families, its series made when they are written.
private struct ShownSpans: SeriesSource {
  enum Value {
    case calls, duration
  }

  let value: Value
  /// By number.
  let labels: [SeriesLabels]
  let series: SpanSeries

  var count: Int { labels.count }

  func series(at index: Int) -> ExposedSeries? {
    guard labels.indices.contains(index), let totals = series[index] else { return nil }
    switch value {
    case .calls: return ExposedSeries(labels[index], .number(Double(totals.calls)))
    case .duration:
      return ExposedSeries(
        labels[index], .histogram(totals.duration), exemplars: totals.exemplars.compactMap { $0?.exposed })
    }
  }
}
