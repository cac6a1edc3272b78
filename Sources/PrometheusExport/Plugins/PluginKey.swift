/// What identifies a plugin's series. An attribute that was not given is empty.
package struct PluginKey: Sendable, Hashable {
  package var plugin: String
  package var version: String
  package var category: String

  package init(plugin: String, version: String, category: String) {
    self.plugin = plugin
    self.version = version
    self.category = category
  }

  /// The longest value that is taken, in bytes of UTF-8. Longer ones are not cut, since two plugins
  /// must never become one series.
  static let longestValue = 256

  var isReasonable: Bool {
    [plugin, version, category].allSatisfy { $0.utf8.count <= Self.longestValue }
  }

  /// Single labels, the sorted `key=value` text of the toolkit's dashboards, or both.
  func labels(_ attributes: SeriesOptions.AttributesLabel) -> [MetricFamily.Label] {
    let given = [("category", category), ("plugin", plugin), ("version", version)].filter { !$0.1.isEmpty }
    var labels: [MetricFamily.Label] = []
    if attributes != .labels, !given.isEmpty {
      labels.append(.init("attributes", JoinedAttributes.text(given.map { (key: $0.0, value: $0.1) })))
    }
    if attributes != .joined { labels += given.map { MetricFamily.Label($0.0, $0.1) } }
    return labels
  }
}
