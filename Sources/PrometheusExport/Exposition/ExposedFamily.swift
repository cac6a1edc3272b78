/// All series of one metric name on their way into a scrape, each asked for only when it is written.
package struct ExposedFamily: Sendable {
  /// After the translation strategy, escaping still to come: UTF-8 where the strategy keeps it. A counter's
  /// has its `_total` where the strategy adds suffixes.
  package var name: String
  /// Empty when none came.
  package var help: String
  /// The unit as it is spelled in the name, such as `seconds`; empty when there is none.
  package var unit: String
  package var kind: MetricFamily.Kind
  package var series: any SeriesSource

  package init(
    name: String, help: String, unit: String = "", kind: MetricFamily.Kind, series: any SeriesSource
  ) {
    self.name = name
    self.help = help
    self.unit = unit
    self.kind = kind
    self.series = series
  }
}

/// The series of a family, in the order in which they are shown. Nothing changes while it is read.
package protocol SeriesSource: Sendable {
  var count: Int { get }
  /// Nil where a series is not to be shown.
  func series(at index: Int) -> ExposedSeries?
}

package struct ExposedSeries: Sendable, Equatable {
  package var labels: SeriesLabels
  package var value: ExposedValue
  /// When the series began, in nanoseconds since 1970; 0 when nobody said.
  package var start: UInt64
  /// For counters and histograms; those of a histogram belong to the buckets of their values.
  package var exemplars: [Exemplar]

  package init(
    _ labels: SeriesLabels, _ value: ExposedValue, start: UInt64 = 0, exemplars: [Exemplar] = []
  ) {
    self.labels = labels
    self.value = value
    self.start = start
    self.exemplars = exemplars
  }
}

package enum ExposedValue: Sendable, Equatable {
  case number(Double)
  case histogram(HistogramValue)
  case exponential(ExponentialHistogram)
  case summary(SummaryValue)
}

/// Quantiles as a sender computed them.
package struct SummaryValue: Sendable, Equatable {
  package struct Quantile: Sendable, Equatable {
    /// From 0 to 1.
    package var quantile: Double
    package var value: Double

    package init(_ quantile: Double, _ value: Double) {
      self.quantile = quantile
      self.value = value
    }
  }

  package var count: UInt64
  package var sum: Double
  package var quantiles: [Quantile]

  package init(count: UInt64, sum: Double, quantiles: [Quantile]) {
    self.count = count
    self.sum = sum
    self.quantiles = quantiles
  }
}

/// One measurement that stands for many.
package struct Exemplar: Sendable, Equatable {
  /// `trace_id` and `span_id` first, where known.
  package var labels: [MetricFamily.Label]
  package var value: Double
  /// In nanoseconds since 1970; 0 when nobody said.
  package var time: UInt64

  package init(_ labels: [MetricFamily.Label], value: Double, time: UInt64) {
    self.labels = labels
    self.value = value
    self.time = time
  }
}
