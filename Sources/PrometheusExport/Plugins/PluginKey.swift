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

  /// The sorted `key=value` text of the toolkit's dashboards, and the same as single labels.
  var labels: [MetricFamily.Label] {
    let single = [("category", category), ("plugin", plugin), ("version", version)]
      .filter { !$0.1.isEmpty }
      .map { MetricFamily.Label($0.0, $0.1) }
    let joined = single.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
    return [.init("attributes", joined)] + single
  }
}
