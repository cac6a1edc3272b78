import PrometheusExport

/// Families as the goldens of the formats show them.
enum Samples {
  static let traced = [
    MetricFamily.Label("trace_id", "0af7651916cd43dd8448eb211c80319c"), .init("span_id", "b7ad6b7169203331"),
  ]

  static let counter = family(
    "http_requests_total", "Requests.", .counter,
    series(
      [("code", "200")], .number(5), start: 1_700_000_000_500_000_000,
      exemplars: [Exemplar(traced, value: 1, time: 1_700_000_001_000_000_000)]),
    series([("code", "500")], .number(0.25)))

  static let gauge = family("temperature_celsius", "", .gauge, unit: "celsius", series([], .number(-1.5)))

  static let histogram = family(
    "duration_seconds", "Time \"taken\".\n", .histogram, unit: "seconds",
    series(
      [("path", "a\\b\"c\nd")],
      .histogram(HistogramValue(bounds: [0.5, 1, 1_000_000], counts: [1, 0, 2, 1], sum: 7.5)),
      start: 1_700_000_000_000_000_000,
      exemplars: [
        Exemplar(traced, value: 1.5, time: 1_700_000_000_000_000_001), Exemplar([], value: 0.5, time: 0),
      ]))

  static let exponential = family(
    "size_bytes", "Sizes.", .histogram, unit: "bytes",
    series(
      [],
      .exponential(
        ExponentialHistogram(
          scale: 1, zeroCount: 2, positive: .init(offset: 1, counts: [1, 1, 0, 3]),
          negative: .init(offset: 0, counts: [4]), count: 11, sum: 20))))

  static let summary = family(
    "latency", "Latency.", .summary,
    series([], .summary(SummaryValue(count: 4, sum: 10, quantiles: [.init(0.5, 2), .init(0.99, .nan)]))))

  static let info = family(
    "target_info", "Target metadata.", .info, series([("job", "shop"), ("service.name", "shop")], .number(1)))

  static let stateset = family(
    "door", "State of the door.", .stateset, series([("door", "open")], .number(1)),
    series([("door", "closed")], .number(0)))

  static let unknown = family(
    "what.is.it", "Who knows.", .unknown, series([("größe", "1")], .number(.infinity)))

  static let all = [counter, gauge, histogram, exponential, summary, info, stateset, unknown]

  static func series(
    _ labels: [(String, String)], _ value: ExposedValue, start: UInt64 = 0, exemplars: [Exemplar] = []
  ) -> ExposedSeries {
    ExposedSeries(
      SeriesLabels(labels.map { MetricFamily.Label($0.0, $0.1) }), value, start: start, exemplars: exemplars)
  }

  static func family(
    _ name: String, _ help: String, _ kind: MetricFamily.Kind, unit: String = "", _ series: ExposedSeries...
  ) -> ExposedFamily {
    ExposedFamily(name: name, help: help, unit: unit, kind: kind, series: SeriesList(series))
  }
}

extension ScrapeFormat {
  static func openMetrics(_ escaping: EscapingScheme = .underscores) -> ScrapeFormat {
    ScrapeFormat(.openmetrics, version: "1.0.0", escaping: escaping)
  }
}
