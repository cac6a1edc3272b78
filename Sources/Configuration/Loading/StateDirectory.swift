/// Where this program keeps what must outlive it.
package enum StateDirectory {
  /// `$STATE_DIRECTORY` (set by systemd, the first of several), else `$XDG_STATE_HOME/hephaestus-gw`, else
  /// `/var/lib/hephaestus-gw` for root and `~/.local/state/hephaestus-gw` for anybody else.
  ///
  /// - Returns: An absolute path that may not exist yet; nil if there is no home to put it in.
  package static func resolve(environment: [String: String], uid: UInt32, home: String?) -> String? {
    let given = (environment["STATE_DIRECTORY"] ?? "").prefix { $0 != ":" }
    if given.hasPrefix("/") { return String(given) }
    // The XDG specification has relative paths ignored.
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return PathText.join(state, "hephaestus-gw")
    }
    if uid == 0 { return "/var/lib/hephaestus-gw" }
    guard let home, home.hasPrefix("/") else { return nil }
    return PathText.join(home, ".local/state/hephaestus-gw")
  }
}
