import PrometheusExport
import Testing

@Suite struct PluginSeriesTests {
  static let pytest = PluginKey(plugin: "pytest", version: "1.0.0", category: "testing")

  func lines(
    _ series: PluginSeries, _ attributes: SeriesOptions.AttributesLabel = .both
  ) -> [String] {
    render(series.families(attributes).map(\.exposed))
      .split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  @Test func theFirstSuccessShowsEveryCounter() {
    var series = PluginSeries(bounds: [1])
    series.observe(Self.pytest, .success, seconds: 0.5, guardRails: false)
    let labels =
      #"attributes="category=testing,plugin=pytest,version=1.0.0",category="testing",plugin="pytest",version="1.0.0""#
    #expect(
      lines(series) == [
        "hephaestus_plugins_duration_bucket{\(labels),le=\"1.0\"} 1.0",
        "hephaestus_plugins_duration_bucket{\(labels),le=\"+Inf\"} 1.0",
        "hephaestus_plugins_duration_sum{\(labels)} 0.5",
        "hephaestus_plugins_duration_count{\(labels)} 1.0",
        "hephaestus_plugins_errors_total{\(labels)} 0.0",
        "hephaestus_plugins_failures_total{\(labels)} 0.0",
        "hephaestus_plugins_invocations_total{\(labels)} 1.0",
        "hephaestus_plugins_retries_total{\(labels)} 0.0",
        "hephaestus_plugins_success_total{\(labels)} 1.0",
      ])
  }

  static let shown: [(SeriesOptions.AttributesLabel, String)] = [
    (.joined, #"attributes="category=testing,plugin=pytest,version=1.0.0""#),
    (.labels, #"category="testing",plugin="pytest",version="1.0.0""#),
    (
      .both,
      #"attributes="category=testing,plugin=pytest,version=1.0.0",category="testing",plugin="pytest",version="1.0.0""#
    ),
  ]

  /// In joined mode the guide's line, exactly.
  @Test(arguments: shown) func attributesAreShownAsTheSettingSays(
    _ attributes: SeriesOptions.AttributesLabel, _ labels: String
  ) {
    var series = PluginSeries(bounds: [1])
    for _ in 0..<5 { series.observe(Self.pytest, .success, seconds: 0.5, guardRails: false) }
    #expect(lines(series, attributes).contains("hephaestus_plugins_success_total{\(labels)} 5.0"))
  }

  @Test func joinedAttributesStayApart() {
    var series = PluginSeries(bounds: [1])
    let plugins = [
      PluginKey(plugin: "a,version=1", version: "", category: ""),
      PluginKey(plugin: "a", version: "1", category: ""),
    ]
    for plugin in plugins { series.observe(plugin, .success, seconds: 0, guardRails: false) }
    #expect(lines(series, .joined).count { $0.hasPrefix("hephaestus_plugins_success_total{") } == 2)
  }

  @Test func retriesAreCountedBesideTheOutcome() {
    var one = PluginSeries(bounds: [1])
    var two = one
    one.observe(Self.pytest, .failure, seconds: 1, guardRails: false)
    two.observe(Self.pytest, .success, seconds: 1, guardRails: false, isRetry: true)
    one += two
    let lines = lines(one, .labels)
    let labels = #"{category="testing",plugin="pytest",version="1.0.0"}"#
    #expect(lines.contains("hephaestus_plugins_retries_total\(labels) 1.0"))
    #expect(lines.contains("hephaestus_plugins_invocations_total\(labels) 2.0"))
  }

  @Test func guardRailsHaveTheirOwnHistogram() {
    var series = PluginSeries(bounds: [1])
    series.observe(Self.pytest, .failure, seconds: 2, guardRails: true)
    series.observe(Self.pytest, .error, seconds: -1, guardRails: false)
    let lines = lines(series)
    #expect(
      lines.contains { $0.hasPrefix("hephaestus_guard_rails_plugin_duration_count") && $0.hasSuffix(" 1.0") })
    #expect(
      lines.contains { $0.hasPrefix("hephaestus_guard_rails_plugin_duration_sum") && $0.hasSuffix(" 2.0") })
    #expect(lines.contains { $0.hasPrefix("hephaestus_plugins_duration_sum") && $0.hasSuffix(" 2.0") })
    #expect(lines.contains { $0.hasPrefix("hephaestus_plugins_invocations_total") && $0.hasSuffix(" 2.0") })
  }

  @Test func anAttributeThatWasNotGivenIsNotShown() {
    var series = PluginSeries(bounds: [])
    series.observe(
      PluginKey(plugin: "ruff", version: "", category: ""), .success, seconds: 0, guardRails: false)
    #expect(
      lines(series).contains(#"hephaestus_plugins_success_total{attributes="plugin=ruff",plugin="ruff"} 1.0"#)
    )
  }

  @Test func loopsAddUp() {
    var one = PluginSeries(bounds: [1])
    var two = one
    one.observe(Self.pytest, .success, seconds: 0.5, guardRails: false)
    two.observe(Self.pytest, .error, seconds: 3, guardRails: true)
    let other = PluginKey(plugin: "ruff", version: "2", category: "lint")
    two.observe(other, .failure, seconds: 1, guardRails: false)
    one += two
    let lines = lines(one)
    func value(_ name: String, _ plugin: String) -> String? {
      lines.first { $0.hasPrefix("hephaestus_\(name){") && $0.contains("plugin=\"\(plugin)\"") }?
        .split(separator: " ").last.map(String.init)
    }
    #expect(value("plugins_invocations_total", "pytest") == "2.0")
    #expect(value("plugins_errors_total", "pytest") == "1.0")
    #expect(value("plugins_duration_sum", "pytest") == "3.5")
    #expect(value("guard_rails_plugin_duration_count", "pytest") == "1.0")
    #expect(value("plugins_failures_total", "ruff") == "1.0")
  }

  @Test func theStoreIsBounded() {
    var series = PluginSeries(bounds: [1], maxPlugins: 3)
    for number in 0..<10 {
      let key = PluginKey(plugin: "p\(number)", version: "", category: "")
      for _ in 0..<2 { series.observe(key, .success, seconds: 1, guardRails: false) }
    }
    #expect(series.overflowed == 14)
    #expect(lines(series).count { $0.hasPrefix("hephaestus_plugins_invocations_total") } == 3)
  }

  @Test func longAttributesAreNotCutButLeftOut() {
    var series = PluginSeries(bounds: [1])
    let long = String(repeating: "a", count: 257)
    series.observe(
      PluginKey(plugin: "p", version: long, category: ""), .success, seconds: 1, guardRails: false)
    #expect(series.overflowed == 1)
    #expect(lines(series).isEmpty)
  }
}
