import PrometheusExport
import Testing

@Suite struct PluginFamiliesTests {
  static let names = [
    ("hephaestus.plugins.invocations", "hephaestus_plugins_invocations_total"),
    ("hephaestus.plugins.success", "hephaestus_plugins_success_total"),
    ("hephaestus.plugins.failures", "hephaestus_plugins_failures_total"),
    ("hephaestus.plugins.errors", "hephaestus_plugins_errors_total"),
    ("hephaestus.plugins.retries", "hephaestus_plugins_retries_total"),
    ("hephaestus.plugins.duration", "hephaestus_plugins_duration"),
    ("hephaestus.guard_rails.plugin.duration", "hephaestus_guard_rails_plugin_duration"),
    ("hephaestus_plugins_success", "hephaestus_plugins_success_total"),
    ("hephaestus_plugins_success_total", "hephaestus_plugins_success_total"),
    ("hephaestus.plugins.success_total", "hephaestus_plugins_success_total"),
    ("hephaestus.plugins.success.total", "hephaestus_plugins_success_total"),
    ("hephaestus_plugins_duration", "hephaestus_plugins_duration"),
    ("hephaestus_guard_rails_plugin_duration", "hephaestus_guard_rails_plugin_duration"),
  ]

  /// The guide's names, without a suffix for the unit.
  @Test(arguments: names) func theToolkitsMetricsKeepTheGuidesNames(_ otlp: String, _ prometheus: String) {
    #expect(PluginFamilies.prometheusName(of: otlp) == prometheus)
  }

  @Test(arguments: [
    "", "hephaestus", "hephaestus.plugins", "hephaestus.plugins.loaded", "hephaestus_plugins_duration_total",
    "hephaestus.plugins.duration_bucket", "Hephaestus.plugins.success", "hephaestus-plugins-success",
    "my.hephaestus.plugins.success", "hephaestus.plugins.success.", "plugins.success",
  ])
  func otherMetricsAreTranslatedLikeAnyOther(_ name: String) {
    #expect(PluginFamilies.prometheusName(of: name) == nil)
  }
}
