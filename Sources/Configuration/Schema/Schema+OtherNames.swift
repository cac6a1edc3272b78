/// A setting under the name it once had.
package struct RenamedSetting: Sendable {
  /// As in `Setting.pattern`.
  let old: [String]
  let new: [String]

  /// - Parameters:
  ///   - old: The path that files may still hold, such as `targets.NAME.queue.size`.
  ///   - new: The path of the setting there is.
  package init(_ old: String, now new: String) {
    self.old = old.split(separator: ".").map(String.init)
    self.new = new.split(separator: ".").map(String.init)
  }
}

extension Schema {
  /// Settings of other gateways and SDKs that are called otherwise here and mean the same, by the path they
  /// would have.
  private static let otherNames: [String: String] = [
    "exporters": "targets",
    "log": "logging",
    "receivers.otlp.grpc.endpoint": "listen",
    "receivers.otlp.http.endpoint": "listen",
    "targets.NAME.url": "endpoint",
    "targets.NAME.uri": "endpoint",
    "targets.NAME.sending_queue": "queue",
    "targets.NAME.retry_on_failure": "retry",
    "targets.NAME.retry.max_elapsed_time": "give_up_after",
    "targets.NAME.tls.server_name_override": "server_name",
    "delivery.batch.send_batch_size": "max_items",
    "delivery.batch.timeout": "max_delay",
  ]

  /// What a key of another program is called here.
  static func ourName(of path: SettingPath) -> String? {
    otherNames[pattern(of: path).joined(separator: ".")]
  }

  /// The path with `NAME` for a name that a user chose.
  static func pattern(of path: SettingPath) -> [String] {
    var components = path.components
    if let section = NamedSection.around(path) { components[section.path.count] = Setting.freeName }
    return components
  }

  /// The path of today for one that a setting once had, and what is there.
  func renamed(_ path: SettingPath) -> (path: SettingPath, node: SchemaNode)? {
    guard !renamed.isEmpty else { return nil }
    let pattern = Self.pattern(of: path)
    guard let now = renamed.first(where: { $0.old == pattern })?.new else { return nil }
    var (node, components) = (root, [String]())
    for (index, name) in now.enumerated() {
      switch node {
      case .section(let children):
        guard let child = children[name] else { return nil }
        node = child
        components.append(name)
      case .named(let child):
        node = child
        components.append(path.components[index])
      case .setting: return nil
      }
    }
    return (SettingPath(components), node)
  }
}
