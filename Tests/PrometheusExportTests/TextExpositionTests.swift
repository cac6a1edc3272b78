import PrometheusExport
import Testing

@Suite struct TextExpositionTests {
  func text(_ families: MetricFamily...) -> String {
    String(decoding: TextExposition.render(families), as: UTF8.self)
  }

  @Test func aCounterReadsAsInTheGuide() {
    let family = MetricFamily(
      name: "hephaestus_plugins_success_total", help: "Plugin executions that succeeded.", kind: .counter,
      series: [.init([.init("attributes", "category=testing,plugin=pytest,version=1.0.0")], 5)])
    #expect(
      text(family) == """
        # HELP hephaestus_plugins_success_total Plugin executions that succeeded.
        # TYPE hephaestus_plugins_success_total counter
        hephaestus_plugins_success_total{attributes="category=testing,plugin=pytest,version=1.0.0"} 5.0

        """)
  }

  static let numbers: [(Double, String)] = [
    (0, "0.0"), (-0.5, "-0.5"), (5, "5.0"), (0.1, "0.1"), (1e16, "1e+16"),
    (123_456_789_012, "123456789012.0"),
    (.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (.leastNonzeroMagnitude, "5e-324"),
  ]

  @Test(arguments: numbers) func numbersReadBackAsTheyAre(_ number: Double, _ expected: String) {
    #expect(
      text(MetricFamily(name: "x", help: "", kind: .gauge, series: [.init([], number)])).hasSuffix(
        "\nx \(expected)\n"))
  }

  @Test func whatWouldEndALineOrAValueIsEscaped() {
    let family = MetricFamily(
      name: "x", help: "a \\ b\nc \"d\"", kind: .gauge,
      series: [.init([.init("l", "q\"b\\n\nx_total 1")], 1)])
    #expect(
      text(family) == """
        # HELP x a \\\\ b\\nc "d"
        # TYPE x gauge
        x{l="q\\"b\\\\n\\nx_total 1"} 1.0

        """)
  }

  @Test func aHistogramIsCumulative() {
    var histogram = HistogramValue(bounds: [0.1, 1])
    for value in [0.05, 0.1, 0.5, 7, .nan] { histogram.observe(value) }
    var other = HistogramValue(bounds: [0.1, 1])
    other.observe(2)
    histogram.add(other)
    #expect(
      text(
        MetricFamily(
          name: "d", help: "h", kind: .histogram, series: [.init([.init("a", "b")], .histogram(histogram))]))
          == """
          # HELP d h
          # TYPE d histogram
          d_bucket{a="b",le="0.1"} 2.0
          d_bucket{a="b",le="1.0"} 3.0
          d_bucket{a="b",le="+Inf"} 5.0
          d_sum{a="b"} 9.65
          d_count{a="b"} 5.0

          """)
  }

  @Test func theOrderDependsOnNothingButTheContent() {
    let one = MetricFamily(
      name: "b", help: "B", kind: .gauge, series: [.init([.init("l", "2")], 2), .init([.init("l", "1")], 1)])
    let two = MetricFamily(name: "a", help: "A", kind: .gauge, series: [.init([], 3)])
    let expected = """
      # HELP a A
      # TYPE a gauge
      a 3.0
      # HELP b B
      # TYPE b gauge
      b{l="1"} 1.0
      b{l="2"} 2.0

      """
    #expect(text(one, two) == expected)
    #expect(text(two, one) == expected)
  }

  @Test func oneNameIsDescribedOnce() {
    let first = MetricFamily(name: "a", help: "first", kind: .gauge, series: [.init([.init("l", "1")], 1)])
    let second = MetricFamily(
      name: "a", help: "second", kind: .gauge,
      series: [.init([.init("l", "1")], 9), .init([.init("l", "2")], 2)])
    let conflicting = MetricFamily(
      name: "a", help: "third", kind: .counter, series: [.init([.init("l", "3")], 3)])
    #expect(
      text(first, second, conflicting) == """
        # HELP a first
        # TYPE a gauge
        a{l="1"} 1.0
        a{l="2"} 2.0

        """)
  }

  @Test func aFamilyWithoutSeriesIsNotShown() {
    #expect(text(MetricFamily(name: "a", help: "h", kind: .gauge)).isEmpty)
  }
}
