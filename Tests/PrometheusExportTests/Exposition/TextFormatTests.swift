import PrometheusExport
import Testing

@Suite struct TextFormatTests {
  @Test func everyKind() {
    let expected = #"""
      # HELP door State of the door.
      # TYPE door gauge
      door{door="open"} 1.0
      door{door="closed"} 0.0
      # HELP duration_seconds Time "taken".\n
      # TYPE duration_seconds histogram
      duration_seconds_bucket{path="a\\b\"c\nd",le="0.5"} 1.0
      duration_seconds_bucket{path="a\\b\"c\nd",le="1.0"} 1.0
      duration_seconds_bucket{path="a\\b\"c\nd",le="1e+06"} 3.0
      duration_seconds_bucket{path="a\\b\"c\nd",le="+Inf"} 4.0
      duration_seconds_sum{path="a\\b\"c\nd"} 7.5
      duration_seconds_count{path="a\\b\"c\nd"} 4.0
      # HELP http_requests_total Requests.
      # TYPE http_requests_total counter
      http_requests_total{code="200"} 5.0
      http_requests_total{code="500"} 0.25
      # HELP latency Latency.
      # TYPE latency summary
      latency{quantile="0.5"} 2.0
      latency{quantile="0.99"} NaN
      latency_sum 10.0
      latency_count 4.0
      # HELP size_bytes Sizes.
      # TYPE size_bytes histogram
      size_bytes_bucket{le="-1.0"} 4.0
      size_bytes_bucket{le="0.0"} 6.0
      size_bytes_bucket{le="2.0"} 7.0
      size_bytes_bucket{le="4.0"} 8.0
      size_bytes_bucket{le="8.0"} 11.0
      size_bytes_bucket{le="+Inf"} 11.0
      size_bytes_sum 20.0
      size_bytes_count 11.0
      # HELP target_info Target metadata.
      # TYPE target_info gauge
      target_info{job="shop",service_name="shop"} 1.0
      # HELP temperature_celsius No description was given.
      # TYPE temperature_celsius gauge
      temperature_celsius -1.5
      # HELP what_is_it Who knows.
      # TYPE what_is_it untyped
      what_is_it{gr__e="1"} +Inf

      """#
    #expect(render(Samples.all) == expected)
  }

  @Test func namesAsTheyAreWhereTheScraperTakesThem() {
    let format = ScrapeFormat(.text, version: "1.0.0", escaping: .allowUTF8)
    let histogram = Samples.family(
      "a.b", "h", .histogram,
      Samples.series([("x.y", "1")], .histogram(HistogramValue(bounds: [], counts: [2], sum: nil))))
    #expect(
      render([Samples.unknown, histogram], format) == """
        # HELP "a.b" h
        # TYPE "a.b" histogram
        {"a.b_bucket","x.y"="1",le="+Inf"} 2.0
        {"a.b_count","x.y"="1"} 2.0
        # HELP "what.is.it" Who knows.
        # TYPE "what.is.it" untyped
        {"what.is.it","größe"="1"} +Inf

        """)
  }

  @Test func aHostileNameEndsNoLine() {
    let family = Samples.family(
      "a\"\nb 1\n", "h", .gauge, Samples.series([("l\"\nx 2", "v")], .number(1)))
    let format = ScrapeFormat(.text, version: "0.0.4", escaping: .allowUTF8)
    #expect(
      render([family], format) == #"""
        # HELP "a\"\nb 1\n" h
        # TYPE "a\"\nb 1\n" gauge
        {"a\"\nb 1\n","l\"\nx 2"="v"} 1.0

        """#)
  }

  @Test func aCounterReadsAsInTheGuide() {
    let family = MetricFamily(
      name: "hephaestus_plugins_success_total", help: "Plugin executions that succeeded.", kind: .counter,
      series: [.init([.init("attributes", "category=testing,plugin=pytest,version=1.0.0")], 5)])
    #expect(
      samples([family.exposed]) == [
        #"hephaestus_plugins_success_total{attributes="category=testing,plugin=pytest,version=1.0.0"} 5.0"#
      ])
  }

  static let numbers: [(Double, String)] = [
    (0, "0.0"), (-0.0, "-0.0"), (-0.5, "-0.5"), (5, "5.0"), (-7, "-7.0"), (0.1, "0.1"), (1e16, "1e+16"),
    (123_456_789_012, "123456789012.0"), (9_007_199_254_740_991, "9007199254740991.0"),
    (1.0 / 3, "0.3333333333333333"),
    (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.leastNonzeroMagnitude, "5e-324"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
  ]

  @Test(arguments: numbers) func numbersReadBackAsTheyAre(_ number: Double, _ expected: String) {
    let family = Samples.family("x", "", .gauge, Samples.series([], .number(number)))
    #expect(samples([family]) == ["x \(expected)"])
  }

  static let bounds: [(Double, String)] = [
    (0.001, "0.001"), (1e-5, "1e-05"), (100_000, "100000.0"), (1_000_000, "1e+06"), (1_500_000, "1.5e+06"),
    (123_456_789, "1.23456789e+08"), (1e15, "1e+15"), (1e21, "1e+21"), (0, "0.0"), (-1, "-1.0"),
  ]

  @Test(arguments: bounds) func boundsAreCanonical(_ bound: Double, _ expected: String) {
    let value = HistogramValue(bounds: [bound], counts: [1, 0], sum: 1)
    let family = Samples.family("x", "", .histogram, Samples.series([], .histogram(value)))
    #expect(samples([family]).first == "x_bucket{le=\"\(expected)\"} 1.0")
  }
}
