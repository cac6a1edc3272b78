/// A user name goes with a password, and a password with a user name.
enum ScrapeAuthCheck {
  static func findings(_ settings: ResolvedSettings, _ faulty: FaultyPaths) -> [Diagnostic] {
    let names = ["username", "password"]
    let written = names.compactMap {
      settings.assignment(at: SettingPath(["prometheus", "auth", $0]))
    }
    guard written.count == 1, let only = written.first,
      let lacking = names.first(where: { $0 != only.path.components.last }),
      !faulty.contains(SettingPath(["prometheus", "auth", lacking]))
    else { return [] }
    return [
      Diagnostic(
        .error, .conflict, "\(only.subject) needs `\(lacking)` beside it", at: only.place, path: only.path)
    ]
  }
}
