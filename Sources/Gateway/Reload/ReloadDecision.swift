package import Configuration

/// What is to be done about a configuration that was loaded while another one runs.
package enum ReloadDecision: Sendable {
  case unchanged
  /// It would need a new process: one diagnostic for each setting.
  case refused([Diagnostic])
  /// `changes` says in words what differs, one line each.
  case apply(ReloadPlan, changes: [String])

  package init(from old: RunningConfiguration, to new: RunningConfiguration) {
    let changes = SettingChange.between(old.settings, new.settings)
    let renewed = new.configuration.tlsFiles.filter { file in
      old.configuration.tlsFiles.contains(file) && !new.contents.agrees(with: old.contents, on: file.path)
    }
    if old.configuration == new.configuration, renewed.isEmpty {
      self = .unchanged
      return
    }
    let obstacles = changes.filter(\.needsRestart)
    guard obstacles.isEmpty else {
      self = .refused(obstacles.map(\.diagnostic))
      return
    }
    self = .apply(
      ReloadPlan(from: old, to: new),
      changes: Self.words(changes, old.configuration, new.configuration)
        + renewed.map { "\($0.setting) names a file with new contents" })
  }

  /// A target that comes or goes is one change, whatever is said about it.
  private static func words(
    _ changes: [SettingChange], _ old: GatewayConfiguration, _ new: GatewayConfiguration
  ) -> [String] {
    var lines: [String] = []
    for change in changes {
      guard let name = change.path.targetName, (old.targets[name] == nil) != (new.targets[name] == nil) else {
        lines.append(change.description)
        continue
      }
      let line = "targets.\(name) is \(new.targets[name] == nil ? "removed" : "added")"
      if lines.last != line { lines.append(line) }
    }
    return lines
  }
}

extension SettingPath {
  /// The target that the setting is of.
  fileprivate var targetName: String? {
    components.count > 2 && components[0] == "targets" ? components[1] : nil
  }
}
