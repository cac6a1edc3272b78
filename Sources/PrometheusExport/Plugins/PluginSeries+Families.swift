extension PluginSeries {
  /// The families that the toolkit's dashboards query, under exactly these names. Every counter is there
  /// from a plugin's first execution on, at 0, so that `rate` and `increase` see its first increment.
  package func families(_ attributes: SeriesOptions.AttributesLabel = .both) -> [MetricFamily] {
    let entries = totals.map { (labels: $0.key.labels(attributes), value: $0.value) }
    func counter(_ name: String, _ help: String, _ value: (Totals) -> Int) -> MetricFamily {
      MetricFamily(
        name: "hephaestus_plugins_\(name)_total", help: help, kind: .counter,
        series: entries.map { .init($0.labels, value($0.value)) })
    }
    return [
      counter("invocations", "Plugin executions.", \.invocations),
      counter("success", "Plugin executions that succeeded.", \.successes),
      counter("failures", "Plugin executions that reported a failure.", \.failures),
      counter("errors", "Plugin executions that crashed or threw.", \.errors),
      counter("retries", "Plugin executions that were one more attempt.", \.retries),
      MetricFamily(
        name: "hephaestus_plugins_duration", help: "Duration of plugin executions in seconds.",
        kind: .histogram, series: entries.map { .init($0.labels, .histogram($0.value.duration)) }),
      MetricFamily(
        name: "hephaestus_guard_rails_plugin_duration",
        help: "Duration of guard-rails steps in seconds.", kind: .histogram,
        series: entries.compactMap { entry in
          entry.value.guardRails.map { .init(entry.labels, .histogram($0)) }
        }),
    ]
  }
}
