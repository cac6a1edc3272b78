/// Maps that several layers fill may have no more keys than one of them could give.
enum MapBounds {
  static func findings(_ settings: ResolvedSettings) -> [Diagnostic] {
    bounded.compactMap { setting in
      let section = SettingPath(setting.pattern)
      guard let most = setting.count?.upperBound else { return nil }
      let keys = settings.history.keys.filter { path in
        path != section && path.hasPrefix(section) && settings.assignment(at: path) != nil
      }
      guard keys.count > most, let last = keys.max(), let assignment = settings.assignment(at: last) else {
        return nil
      }
      return Diagnostic(
        .error, .limit, "the layers of `\(section)` come to \(keys.count) keys, more than \(most)",
        at: assignment.place, path: section)
    }
  }

  private static let bounded = Schema.current.settings.filter { $0.shape == .map && $0.count != nil }
}
