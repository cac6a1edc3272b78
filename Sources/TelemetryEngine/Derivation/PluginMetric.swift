/// A metric of the toolkit's own about its plugins.
package enum PluginMetric: String, CaseIterable, Sendable {
  case invocations = "hephaestus.plugins.invocations"
  case success = "hephaestus.plugins.success"
  case failures = "hephaestus.plugins.failures"
  case errors = "hephaestus.plugins.errors"
  case retries = "hephaestus.plugins.retries"
  case duration = "hephaestus.plugins.duration"
  case guardRailsDuration = "hephaestus.guard_rails.plugin.duration"

  /// The metric that a sender calls so: with dots or with underscores, a counter also with its `_total`.
  package init?(_ name: String) {
    // Longer than all of them.
    guard name.utf8.count <= 64, let metric = Self.bySpelling[name] else { return nil }
    self = metric
  }

  package var isCounter: Bool { self != .duration && self != .guardRailsDuration }

  /// The name with underscores and, of a counter, `_total`.
  package var prometheusName: String { underscored + (isCounter ? "_total" : "") }

  private var underscored: String { String(rawValue.map { $0 == "." ? "_" : $0 }) }

  private static let bySpelling: [String: PluginMetric] = {
    var metrics: [String: PluginMetric] = [:]
    for metric in allCases {
      for name in [metric.rawValue, metric.underscored] {
        metrics[name] = metric
        if metric.isCounter {
          metrics[name + "_total"] = metric
          metrics[name + ".total"] = metric
        }
      }
    }
    return metrics
  }()

  /// What the name `bytes[name]` stands for. Names that are not the toolkit's cost a comparison.
  init?(_ bytes: RawSpan, _ name: Range<Int>) {
    guard name.count <= 64, bytes.matches("hephaestus", at: name.lowerBound, before: name.upperBound) else {
      return nil
    }
    self.init(bytes.string(name.lowerBound, name.upperBound))
  }
}
