internal import Synchronization
internal import TelemetryEngine

/// The labels of the span metrics as scrapes write them, each made once and not at every scrape.
package final class SpanLabelTexts: Sendable {
  struct Texts: Sendable {
    /// By number.
    var labels: [SeriesLabels] = []
    /// Series whose labels translation made those of an earlier one.
    var doubles: [(number: Int, of: Int)] = []
  }

  private let made = Mutex(MadeTexts())

  package init() {}

  /// The labels of all series of the registry.
  func texts(_ registry: SpanSeriesRegistry, _ translator: NameTranslator) -> Texts {
    made.withLock { made in
      if made.registry !== registry || made.translator != translator {
        made = MadeTexts(registry: registry, translator: translator)
      }
      for span in registry.labels(from: made.texts.labels.count) { made.add(span) }
      return made.texts
    }
  }
}

/// The texts so far, and what they are of.
private struct MadeTexts {
  let registry: SpanSeriesRegistry?
  let translator: NameTranslator
  private(set) var texts = SpanLabelTexts.Texts()
  private var numbers: [SeriesLabels: Int] = [:]

  init(registry: SpanSeriesRegistry? = nil, translator: NameTranslator = NameTranslator()) {
    self.registry = registry
    self.translator = translator
  }

  mutating func add(_ span: SpanLabels) {
    let number = texts.labels.count
    let labels = number == SpanSeriesRegistry.overflow ? Self.overflow : Self.labels(span, translator)
    texts.labels.append(labels)
    if let first = numbers[labels] {
      texts.doubles.append((number, first))
    } else {
      numbers[labels] = number
    }
  }

  private static let overflow = SeriesLabels([MetricFamily.Label("otel_metric_overflow", "true")])

  /// Names that a dimension cannot take.
  private static let taken: Set<String> = [
    "service_name", "span_name", "span_kind", "status_code", "le", "otel_metric_overflow",
  ]

  private static func labels(_ span: SpanLabels, _ translator: NameTranslator) -> SeriesLabels {
    var set = LabelSet(translator)
    // Whatever the strategy: a scraper may want names escaped.
    let escaping = NameTranslator()
    for dimension in span.dimensions where !taken.contains(escaping.label(dimension.key) ?? "") {
      set.add(dimension.key, dimension.value)
    }
    let own = [
      ("service_name", span.service), ("span_name", span.name), ("span_kind", span.kind),
      ("status_code", span.status),
    ]
    return SeriesLabels(
      (set.labels + own.map { MetricFamily.Label($0.0, $0.1) }).sorted { $0.name < $1.name })
  }
}
