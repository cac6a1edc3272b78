import PrometheusExport
import TelemetryEngine
import Testing

@Suite struct SpanSeriesTests {
  /// A registry in which spans of these names have the numbers from 1 on.
  private static func registry(
    _ names: [String], maxSeries: Int = 100, dimensions: [ReceivedAttribute] = []
  ) -> SpanSeriesRegistry {
    let registry = SpanSeriesRegistry(maxSeries: maxSeries)
    for name in names {
      var labels = SpanLabels()
      labels.service = "shop"
      labels.name = name
      labels.kind = "SPAN_KIND_SERVER"
      labels.status = "STATUS_CODE_UNSET"
      labels.dimensions = dimensions
      _ = registry.number(of: labels)
    }
    return registry
  }

  private static func span(
    _ series: Int, _ seconds: Double, time: UInt64 = 1, isKept: Bool = false
  ) -> SpanObservation {
    SpanObservation(
      series: series, seconds: seconds, time: time, traceID: 0xabc, spanID: 0xdef &+ time, isKept: isKept)
  }

  private static func lines(_ series: SpanSeries, _ format: ScrapeFormat = .plain) -> [String] {
    render(series.families(NameTranslator()), format).split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("#") }
  }

  @Test func callsAndDurationsAreShown() {
    var series = SpanSeries(Self.registry(["work"]), bounds: [1, 2])
    for seconds in [0.5, 1.5, 3] { series.observe(Self.span(1, seconds)) }
    let labels =
      #"service_name="shop",span_kind="SPAN_KIND_SERVER",span_name="work",status_code="STATUS_CODE_UNSET""#
    #expect(
      Self.lines(series) == [
        "traces_span_metrics_calls_total{\(labels)} 3.0",
        "traces_span_metrics_duration_seconds_bucket{\(labels),le=\"1.0\"} 1.0",
        "traces_span_metrics_duration_seconds_bucket{\(labels),le=\"2.0\"} 2.0",
        "traces_span_metrics_duration_seconds_bucket{\(labels),le=\"+Inf\"} 3.0",
        "traces_span_metrics_duration_seconds_sum{\(labels)} 5.0",
        "traces_span_metrics_duration_seconds_count{\(labels)} 3.0",
      ])
  }

  @Test func dimensionsAreLabelsButNotInPlaceOfOthers() {
    let dimensions = [
      ReceivedAttribute("http.route", "/a"), ReceivedAttribute("span.name", "other"),
      ReceivedAttribute("le", "1"),
    ]
    var series = SpanSeries(Self.registry(["work"], dimensions: dimensions), bounds: [])
    series.observe(Self.span(1, 1))
    let line = Self.lines(series).first ?? ""
    #expect(line.contains(#"http_route="/a""#) && line.contains(#"span_name="work""#))
    #expect(!line.contains("other") && !line.contains(#"le="1""#))
  }

  @Test func theRestIsOneSeriesThatSaysSo() {
    var series = SpanSeries(Self.registry(["work"]), bounds: [1])
    for _ in 0..<7 { series.observe(Self.span(SpanSeriesRegistry.overflow, 0.5)) }
    series.observe(Self.span(1, 0.5))
    #expect(series.overflowed == 7)
    #expect(Self.lines(series).contains(#"traces_span_metrics_calls_total{otel_metric_overflow="true"} 7.0"#))
    #expect(Self.lines(series).count { $0.hasPrefix("traces_span_metrics_calls_total") } == 2)
  }

  @Test func loopsAddUp() {
    let registry = Self.registry(["a", "b", "c"])
    var one = SpanSeries(registry, bounds: [1])
    var two = SpanSeries(registry, bounds: [1])
    one.observe(Self.span(1, 0.5))
    two.observe(Self.span(1, 2))
    two.observe(Self.span(3, 0.5))
    one += two
    let calls = Self.lines(one).filter { $0.hasPrefix("traces_span_metrics_calls_total") }
    #expect(calls.count == 2)
    #expect(calls.first?.hasSuffix(" 2.0") == true && calls.last?.contains(#"span_name="c""#) == true)
  }

  /// After a reload that starts anew, a loop that is late has numbers that mean something else.
  @Test func numbersOfAnotherRegistryAreLeftOut() {
    var one = SpanSeries(Self.registry(["a"]), bounds: [1])
    var two = SpanSeries(Self.registry(["b"]), bounds: [1])
    one.observe(Self.span(1, 0.5))
    two.observe(Self.span(1, 0.5))
    one += two
    #expect(Self.lines(one).first?.hasSuffix(" 1.0") == true)
  }

  @Test func exemplarsAreTheLatestKeptSpansOfTheirBuckets() throws {
    let registry = Self.registry(["work"])
    var one = SpanSeries(registry, bounds: [1])
    var two = SpanSeries(registry, bounds: [1])
    one.observe(Self.span(1, 0.25, time: 30, isKept: true))
    one.observe(Self.span(1, 0.5, time: 20, isKept: true))
    one.observe(Self.span(1, 0.75, time: 90, isKept: false))
    two.observe(Self.span(1, 0.1, time: 40, isKept: true))
    two.observe(Self.span(1, 5, time: 10, isKept: true))
    one += two
    let family = try #require(one.families(NameTranslator()).last)
    let exemplars = try #require(family.series.series(at: 0)).exemplars
    #expect(exemplars.map(\.value) == [0.1, 5])
    #expect(exemplars.map(\.time) == [40, 10])
    #expect(
      exemplars.first?.labels == [
        .init("trace_id", "00000000000000000000000000000abc"), .init("span_id", "0000000000000e17"),
      ])
  }

  @Test func withoutKeptSpansThereAreNoExemplars() throws {
    var series = SpanSeries(Self.registry(["work"]), bounds: [1])
    series.observe(Self.span(1, 0.25))
    let family = try #require(series.families(NameTranslator()).last)
    #expect(try #require(family.series.series(at: 0)).exemplars == [])
  }
}
