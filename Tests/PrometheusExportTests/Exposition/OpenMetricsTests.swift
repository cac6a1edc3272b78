import PrometheusExport
import Testing

@Suite struct OpenMetricsTests {
  @Test func everyKind() {
    let expected = #"""
      # HELP door State of the door.
      # TYPE door stateset
      door{door="open"} 1.0
      door{door="closed"} 0.0
      # HELP duration_seconds Time \"taken\".\n
      # TYPE duration_seconds histogram
      # UNIT duration_seconds seconds
      duration_seconds_bucket{path="a\\b\"c\nd",le="0.5"} 1.0 # {} 0.5
      duration_seconds_bucket{path="a\\b\"c\nd",le="1.0"} 1.0
      duration_seconds_bucket{path="a\\b\"c\nd",le="1e+06"} 3.0 # {trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331"} 1.5 1700000000.000000001
      duration_seconds_bucket{path="a\\b\"c\nd",le="+Inf"} 4.0
      duration_seconds_sum{path="a\\b\"c\nd"} 7.5
      duration_seconds_count{path="a\\b\"c\nd"} 4.0
      duration_seconds_created{path="a\\b\"c\nd"} 1700000000.0
      # HELP http_requests Requests.
      # TYPE http_requests counter
      http_requests_total{code="200"} 5.0 # {trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331"} 1.0 1700000001.0
      http_requests_created{code="200"} 1700000000.5
      http_requests_total{code="500"} 0.25
      # HELP latency Latency.
      # TYPE latency summary
      latency{quantile="0.5"} 2.0
      latency{quantile="0.99"} NaN
      latency_sum 10.0
      latency_count 4.0
      # HELP size_bytes Sizes.
      # TYPE size_bytes histogram
      # UNIT size_bytes bytes
      size_bytes_bucket{le="-1.0"} 4.0
      size_bytes_bucket{le="0.0"} 6.0
      size_bytes_bucket{le="2.0"} 7.0
      size_bytes_bucket{le="4.0"} 8.0
      size_bytes_bucket{le="8.0"} 11.0
      size_bytes_bucket{le="+Inf"} 11.0
      # HELP target Target metadata.
      # TYPE target info
      target_info{job="shop",service_name="shop"} 1.0
      # HELP temperature_celsius No description was given.
      # TYPE temperature_celsius gauge
      # UNIT temperature_celsius celsius
      temperature_celsius -1.5
      # HELP what_is_it Who knows.
      # TYPE what_is_it unknown
      what_is_it{gr__e="1"} +Inf
      # EOF

      """#
    #expect(render(Samples.all, .openMetrics()) == expected)
  }

  @Test func nothingIsStillAScrape() {
    #expect(render([], .openMetrics()) == "# EOF\n")
  }

  @Test func aCounterGetsItsTotalWhereTheStrategyLeftItOff() {
    let family = Samples.family("a.b", "h", .counter, Samples.series([], .number(1), start: 1_000_000_000))
    #expect(
      render([family], .openMetrics(.allowUTF8)) == """
        # HELP "a.b" h
        # TYPE "a.b" counter
        {"a.b_total"} 1.0
        {"a.b_created"} 1.0
        # EOF

        """)
    #expect(samples([family], .plain) == ["a_b 1.0"])
  }

  @Test func aUnitIsOnlyNamedWhereTheNameEndsInIt() {
    let named = Samples.family("io_bytes_total", "h", .counter, unit: "bytes", Samples.series([], .number(1)))
    let other = Samples.family("bytes_read", "h", .gauge, unit: "bytes", Samples.series([], .number(1)))
    let text = render([named, other], .openMetrics())
    #expect(text.contains("# UNIT io_bytes bytes\n"))
    #expect(text.split(separator: "# UNIT").count == 2)
  }

  static let refused: [(MetricFamily.Kind, ExposedValue)] = [
    (.counter, .number(-1)), (.counter, .number(.nan)),
    (.gauge, .summary(SummaryValue(count: 1, sum: 1, quantiles: []))),
    (.histogram, .number(1)), (.summary, .number(1)),
    (.histogram, .histogram(HistogramValue(bounds: [2, 1], counts: [1, 1, 1], sum: 1))),
    (.histogram, .histogram(HistogramValue(bounds: [.nan], counts: [1, 1], sum: 1))),
  ]

  @Test(arguments: refused) func whatAStrictParserRefusesIsLeftOutAndCounted(
    _ kind: MetricFamily.Kind, _ value: ExposedValue
  ) {
    var renderer = ScrapeRenderer(
      [Samples.family("x", "h", kind, Samples.series([], value))], .openMetrics())
    let text = renderer.next().map { String(decoding: $0, as: UTF8.self) }
    #expect(text == "# HELP x h\n# TYPE x \(kind.rawValue)\n# EOF\n")
    #expect(renderer.omissions.unrepresentable == 1)
  }

  static let sums: [(Double?, [Double])] = [(nil, [1]), (-1, [1]), (.nan, [1]), (1, [-1, 1])]

  @Test(arguments: sums) func aSumThatIsNoCounterIsLeftOutWithItsCount(_ sum: Double?, _ bounds: [Double]) {
    let value = HistogramValue(bounds: bounds, counts: Array(repeating: 1, count: bounds.count + 1), sum: sum)
    let lines = samples(
      [Samples.family("x", "h", .histogram, Samples.series([], .histogram(value)))], .openMetrics())
    #expect(lines.count == bounds.count + 1)
    #expect(lines.allSatisfy { $0.hasPrefix("x_bucket") })
  }

  @Test func whatIsNoInformationOrStateIsAGauge() {
    let info = Samples.family("build_info", "h", .info, Samples.series([], .number(2)))
    let state = Samples.family("door", "h", .stateset, Samples.series([("gate", "open")], .number(1)))
    #expect(
      render([info, state], .openMetrics()) == """
        # HELP build_info h
        # TYPE build_info gauge
        build_info 2.0
        # HELP door h
        # TYPE door gauge
        door{gate="open"} 1.0
        # EOF

        """)
  }

  // MARK: Exemplars

  func exemplar(_ labels: [(String, String)]) -> String {
    let exemplar = Exemplar(labels.map { MetricFamily.Label($0.0, $0.1) }, value: 1, time: 0)
    let lines = samples(
      [Samples.family("x", "h", .counter, Samples.series([], .number(1), exemplars: [exemplar]))],
      .openMetrics())
    return String(lines[0].dropFirst("x_total 1.0 # ".count))
  }

  @Test func traceAndSpanWinOverOtherLabels() {
    let trace = String(repeating: "a", count: 32)
    let span = String(repeating: "b", count: 16)
    // 8 + 32 + 7 + 16 characters are the link's, 65 are left.
    let fits = String(repeating: "é", count: 64)
    #expect(
      exemplar([("k", fits), ("trace_id", trace), ("span_id", span)])
        == "{trace_id=\"\(trace)\",span_id=\"\(span)\",k=\"\(fits)\"} 1.0")
    #expect(
      exemplar([("k", fits + "é"), ("trace_id", trace), ("span_id", span)])
        == "{trace_id=\"\(trace)\",span_id=\"\(span)\"} 1.0")
    #expect(exemplar([("k", String(repeating: "x", count: 128))]) == "{} 1.0")
  }

  @Test func aBucketShowsItsLatestExemplar() {
    let value = HistogramValue(bounds: [1, 2], counts: [1, 2, 1], sum: 1)
    let exemplars = [
      Exemplar([.init("n", "late")], value: 2, time: 5_000_000_000),
      Exemplar([.init("n", "early")], value: 1.5, time: 1),
      Exemplar([.init("n", "above")], value: 9, time: 0),
      Exemplar([.init("n", "none")], value: .nan, time: 9),
    ]
    let lines = samples(
      [Samples.family("x", "h", .histogram, Samples.series([], .histogram(value), exemplars: exemplars))],
      .openMetrics())
    #expect(
      lines.prefix(3) == [
        #"x_bucket{le="1.0"} 1.0"#, #"x_bucket{le="2.0"} 3.0 # {n="late"} 2.0 5.0"#,
        #"x_bucket{le="+Inf"} 4.0 # {n="above"} 9.0"#,
      ])
  }

  @Test func nothingElseHasExemplars() {
    let family = Samples.family(
      "x", "h", .gauge, Samples.series([], .number(1), exemplars: [Exemplar([], value: 1, time: 1)]))
    #expect(samples([family], .openMetrics()) == ["x 1.0"])
  }
}
