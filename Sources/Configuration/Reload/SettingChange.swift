/// One setting that two resolved configurations give different values.
package struct SettingChange: Sendable, Equatable {
  package var path: SettingPath
  /// As written, or the default, or that there is none; nil where it must not be shown.
  package var old: String?
  package var new: String?
  /// Whether only a new process can take the change.
  package var needsRestart: Bool
  /// Where the new value stands; nil where it is in no file.
  package var diagnostic: Diagnostic

  /// In one sentence without a secret: `sampling.ratio changed from 0.2 to 0.5`.
  package var description: String {
    guard let old, let new else { return "\(path) changed; it is secret" }
    return "\(path) changed from \(old) to \(new)"
  }

  /// What differs, in the order of paths.
  package static func between(_ old: ResolvedSettings, _ new: ResolvedSettings) -> [SettingChange] {
    let paths = Set(old.inForce.map(\.path)).union(new.inForce.map(\.path))
    return paths.sorted().compactMap { path in
      SettingChange(path, old.assignment(at: path), new.assignment(at: path))
    }
  }

  private init?(_ path: SettingPath, _ old: Assignment?, _ new: Assignment?) {
    guard old?.effect != new?.effect else { return nil }
    let setting = Schema.current.setting(at: path)
    let isSecret = old?.isSecret ?? false || new?.isSecret ?? false
    let (before, after) = (old.shown(setting), new.shown(setting))
    // What one of them spells out may be the other's default.
    if !isSecret, before.value == after.value { return nil }
    self.path = path
    self.old = isSecret ? nil : before.words
    self.new = isSecret ? nil : after.words
    needsRestart = setting?.needsRestart ?? false
    diagnostic = Diagnostic(
      .error, .needsRestart,
      "\(new?.subject ?? "`\(path)`") can only change with a restart"
        + (isSecret ? "" : "; it runs with \(before.words)"),
      at: new?.place, path: path)
  }
}

extension Assignment {
  /// What the assignment does to a configuration that says nothing else: equal for equal values, secrets
  /// included.
  fileprivate var effect: ConfigurationDraft? {
    guard case .decoded(let value) = value else { return nil }
    var draft = ConfigurationDraft()
    value.apply(&draft, path)
    return draft
  }
}

extension Assignment? {
  /// The value in its canonical form, and how a message puts it.
  fileprivate func shown(_ setting: Setting?) -> (value: String?, words: String) {
    if let self {
      guard case .decoded(let value) = self.value else { return (nil, self.written.shown) }
      return (value.text, self.written.shown)
    }
    guard let text = setting?.defaultText, setting?.shape != .map else { return (nil, "nothing") }
    return (text, "\(text.shown) (the default)")
  }
}

extension Schema {
  /// The setting at a place in a profile, target names filled in; nil where there is none.
  package func setting(at path: SettingPath) -> Setting? {
    settings.first { setting in
      let hasKey = setting.shape == .map
      guard path.components.count == setting.pattern.count + (hasKey ? 1 : 0) else { return false }
      return zip(setting.pattern, path.components).allSatisfy { $0 == $1 || $0 == Setting.freeName }
    }
  }
}
