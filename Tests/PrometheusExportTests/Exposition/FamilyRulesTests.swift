import PrometheusExport
import Testing

@Suite struct FamilyRulesTests {
  func gauge(_ name: String, _ help: String, _ labels: [(String, String)], _ value: Double) -> ExposedFamily {
    Samples.family(name, help, .gauge, Samples.series(labels, .number(value)))
  }

  @Test func oneNameIsDescribedOnce() {
    var renderer = ScrapeRenderer(
      [
        gauge("b", "B", [], 1), gauge("a", "first", [("l", "1")], 1), gauge("a", "second", [("l", "1")], 9),
        gauge("a", "third", [("l", "2")], 2),
        Samples.family("a", "fourth", .counter, Samples.series([("l", "3")], .number(3))),
      ], .plain)
    let text = renderer.next().map { String(decoding: $0, as: UTF8.self) }
    #expect(
      text == """
        # HELP a first
        # TYPE a gauge
        a{l="1"} 1.0
        a{l="2"} 2.0
        # HELP b B
        # TYPE b gauge
        b 1.0

        """)
    #expect(renderer.omissions.conflicting == 1)
    #expect(renderer.omissions.duplicate == 1)
  }

  @Test func namesThatBecomeOneByEscapingAreOneFamily() {
    let families = [gauge("a.b", "first", [("x", "1")], 1), gauge("a_b", "second", [("x", "2")], 2)]
    #expect(samples(families) == [#"a_b{x="1"} 1.0"#, #"a_b{x="2"} 2.0"#])
    let kept = ScrapeFormat(.text, version: "1.0.0", escaping: .allowUTF8)
    #expect(render(families, kept).split(separator: "# TYPE").count == 3)
  }

  @Test func labelsThatBecomeOneByEscapingAreJoined() {
    let family = gauge("a", "h", [("x.y", "2"), ("x_y", "3"), ("x😀y", "1")], 1)
    #expect(samples([family]) == [#"a{x_y="2;3;1"} 1.0"#])
  }

  @Test func seriesThatBecomeOneByEscapingAreShownOnce() {
    let family = Samples.family(
      "a", "h", .gauge, Samples.series([("x_y", "1")], .number(1)),
      Samples.series([("x.y", "1")], .number(2)),
      Samples.series([("x.y", "2")], .number(3)))
    #expect(samples([family]) == [#"a{x_y="1"} 1.0"#, #"a{x_y="2"} 3.0"#])
  }

  static let clashes: [(ExposedFamily, ExposedFamily, ScrapeFormat, Bool)] = [
    (Samples.histogram, gaugeNamed("duration_seconds_count"), .plain, true),
    (gaugeNamed("duration_seconds_sum"), Samples.histogram, .plain, true),
    (Samples.histogram, gaugeNamed("duration_seconds_created"), .plain, false),
    (Samples.histogram, gaugeNamed("duration_seconds_created"), .openMetrics(), true),
    (Samples.counter, gaugeNamed("http_requests"), .plain, false),
    (Samples.counter, gaugeNamed("http_requests"), .openMetrics(), true),
    (Samples.info, gaugeNamed("target"), .openMetrics(), true),
    (Samples.summary, gaugeNamed("latency"), .plain, true),
  ]

  static func gaugeNamed(_ name: String) -> ExposedFamily {
    Samples.family(name, "h", .gauge, Samples.series([], .number(1)))
  }

  @Test(arguments: clashes) func theFirstOfTwoThatClashIsShown(
    _ first: ExposedFamily, _ second: ExposedFamily, _ format: ScrapeFormat, _ clashes: Bool
  ) {
    var renderer = ScrapeRenderer([first, second], format)
    while renderer.next() != nil {}
    #expect(renderer.omissions.conflicting == (clashes ? second.series.count : 0))
  }

  @Test(arguments: [ScrapeFormat.plain, .openMetrics()]) func aSendersOwnLabelDoesNotBreakTheFormats(
    _ format: ScrapeFormat
  ) {
    let histogram = Samples.family(
      "d", "h", .histogram,
      Samples.series(
        [("a", ",le=\"x\""), ("le", "mine")], .histogram(HistogramValue(bounds: [], counts: [1], sum: 1))))
    let summary = Samples.family(
      "s", "h", .summary,
      Samples.series(
        [("quantile", "mine")], .summary(SummaryValue(count: 1, sum: 1, quantiles: [.init(1, 2)]))))
    #expect(
      samples([histogram, summary], format) == [
        #"d_bucket{a=",le=\"x\"",exported_le="mine",le="+Inf"} 1.0"#,
        #"d_sum{a=",le=\"x\"",exported_le="mine"} 1.0"#, #"d_count{a=",le=\"x\"",exported_le="mine"} 1.0"#,
        #"s{exported_quantile="mine",quantile="1.0"} 2.0"#, #"s_sum{exported_quantile="mine"} 1.0"#,
        #"s_count{exported_quantile="mine"} 1.0"#,
      ])
  }

  @Test func aFamilyWithoutSeriesIsNotShown() {
    #expect(render([MetricFamily(name: "a", help: "h", kind: .gauge).exposed]).isEmpty)
  }

  @Test func familiesMadeAtOnceAreInTheOrderOfTheirLabels() {
    let family = MetricFamily(
      name: "b", help: "B", kind: .gauge,
      series: [
        .init([.init("l", "2")], 2), .init([.init("l", "1")], 1), .init([.init("l", "2")], 9),
        .init([.init("l", "1"), .init("none", "")], 9),
      ])
    #expect(samples([family.exposed]) == [#"b{l="1"} 1.0"#, #"b{l="2"} 2.0"#])
  }

  struct Many: SeriesSource {
    let count: Int
    func series(at index: Int) -> ExposedSeries? {
      index % 2 == 0 ? Samples.series([("n", "\(index)")], .number(Double(index))) : nil
    }
  }

  @Test(arguments: [
    ScrapeFormat.plain, .openMetrics(), ScrapeFormat(.protobuf, version: "", escaping: .underscores),
  ])
  func aScrapeComesInPieces(_ format: ScrapeFormat) {
    let family = ExposedFamily(name: "a", help: "h", kind: .gauge, series: Many(count: 20_000))
    var renderer = ScrapeRenderer([family], format)
    var sizes: [Int] = []
    while let chunk = renderer.next() { sizes.append(chunk.count) }
    #expect(sizes.count > 2)
    #expect(sizes.dropLast().allSatisfy { (65_536..<66_000).contains($0) })
    #expect(sizes.reduce(0, +) == renderBytes([family], format).count)
  }
}
