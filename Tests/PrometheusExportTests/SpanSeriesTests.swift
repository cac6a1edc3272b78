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
    render(series.families(SpanLabelTexts(), NameTranslator()), format).split(separator: "\n").map(
      String.init
    )
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
    let family = try #require(one.families(SpanLabelTexts(), NameTranslator()).last)
    let exemplars = try #require(family.series.series(at: 1)).exemplars
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
    let family = try #require(series.families(SpanLabelTexts(), NameTranslator()).last)
    #expect(try #require(family.series.series(at: 1)).exemplars == [])
  }

  /// A copy is made for each scrape while the loop goes on.
  @Test func aCopyStaysAsItWas() {
    let registry = Self.registry((0..<300).map { "\($0)" }, maxSeries: 300)
    var series = SpanSeries(registry, bounds: [1])
    for number in 1...300 { series.observe(Self.span(number, 0.5)) }
    let copy = series
    for number in 1...300 { series.observe(Self.span(number, 0.5)) }
    func values(_ series: SpanSeries) -> Set<Substring> {
      Set(Self.lines(series).filter { $0.hasPrefix("traces_span_metrics_calls") }.map { $0.suffix(4) })
    }
    #expect(values(copy) == [" 1.0"])
    #expect(values(series) == [" 2.0"])
    var sum = SpanSeries(registry, bounds: [1])
    sum += copy
    sum += series
    #expect(values(sum) == [" 3.0"])
  }

  private static let quoting = ScrapeFormat(.text, version: "1.0.0", escaping: .allowUTF8)

  @Test func labelsAreMadeAgainForAnotherRegistryOrTranslation() {
    let texts = SpanLabelTexts()
    func first(_ series: SpanSeries, _ strategy: NameTranslator.Strategy) -> String {
      render(series.families(texts, NameTranslator(strategy)), Self.quoting).split(separator: "\n")
        .first { !$0.hasPrefix("#") }.map(String.init) ?? ""
    }
    let registry = Self.registry(["work"], dimensions: [ReceivedAttribute("http.route", "/a")])
    var series = SpanSeries(registry, bounds: [1])
    series.observe(Self.span(1, 0.5))
    #expect(first(series, .underscoreEscapingWithSuffixes).contains(#"{http_route="/a","#))
    #expect(first(series, .noTranslation).contains(#"{"http.route"="/a","#))
    var other = SpanSeries(Self.registry(["play"]), bounds: [1])
    other.observe(Self.span(1, 0.5))
    #expect(first(other, .noTranslation).contains(#"span_name="play""#))
    // What comes later is there too.
    _ = registry.number(of: SpanLabels())
    series.observe(Self.span(2, 0.5))
    #expect(
      render(series.families(texts, NameTranslator())).contains(#"service_name="",span_kind="",span_name="""#)
    )
  }

  /// Different attributes that translation gives one name and value are one series, which has them all.
  @Test func seriesThatTranslationMakesOneAreAddedUp() {
    let registry = Self.registry(["work"], dimensions: [ReceivedAttribute("http.route", "/a;/b")])
    var labels = registry.labels[1]
    labels.dimensions = [ReceivedAttribute("http.route", "/a"), ReceivedAttribute("http_route", "/b")]
    let double = registry.number(of: labels)
    var series = SpanSeries(registry, bounds: [1])
    series.observe(Self.span(1, 0.5))
    series.observe(Self.span(double, 0.5))
    let calls = Self.lines(series).filter { $0.hasPrefix("traces_span_metrics_calls") }
    #expect(calls.count == 1 && calls[0].hasSuffix(" 2.0"))
    // Also where the first of them has counted nothing.
    var later = SpanSeries(registry, bounds: [1])
    later.observe(Self.span(double, 0.5))
    #expect(Self.lines(later).first?.hasSuffix(" 1.0") == true)
  }
}
