/// All series of one metric name, as a scrape shows them.
package struct MetricFamily: Sendable, Equatable {
  package enum Kind: String, Sendable {
    case counter, gauge, histogram, summary, info, stateset, unknown
  }

  /// A complete name: counters end in `_total`, and units are spelled out.
  package var name: String
  package var help: String
  package var kind: Kind
  package var series: [Series]

  package init(name: String, help: String, kind: Kind, series: [Series] = []) {
    self.name = name
    self.help = help
    self.kind = kind
    self.series = series
  }
}

extension MetricFamily {
  package struct Label: Sendable, Hashable {
    /// Matches `[a-zA-Z_][a-zA-Z0-9_]*`; see `NameTranslator.label`.
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package struct Series: Sendable, Equatable {
    /// In the order in which they are shown. A label with an empty value is as good as none.
    package var labels: [Label]
    package var value: Value

    package init(_ labels: [Label] = [], _ value: Value) {
      self.labels = labels
      self.value = value
    }

    package init(_ labels: [Label] = [], _ number: Double) { self.init(labels, .number(number)) }
    package init(_ labels: [Label] = [], _ number: Int) { self.init(labels, .number(Double(number))) }
  }

  package enum Value: Sendable, Equatable {
    case number(Double)
    case histogram(HistogramValue)
  }
}
