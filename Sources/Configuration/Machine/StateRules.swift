/// What needs a place that outlives the process.
struct StateRules {
  let machine: Machine

  /// Without a key of its own a profile has one made, which is of use only if it is found again.
  func pseudonymKey(_ configuration: GatewayConfiguration) -> [Diagnostic] {
    guard configuration.privacy.pseudonymKey == nil, !configuration.targets.isEmpty else { return [] }
    let folder = machine.stateDirectory
    if let folder, machine.files.exists(PathText.join(folder, "pseudonym.key")) { return [] }
    if let folder, machine.files.canWrite(in: folder) { return [] }
    let reason = folder.map { "nothing can be written in `\($0.shown)`" } ?? "there is no state directory"
    return [
      Diagnostic(
        DiagnosticCode.unkeptKey.page.severity, .unkeptKey,
        "pseudonyms will differ after every start: `privacy.pseudonym_key` is not set, and \(reason)",
        path: SettingPath(["privacy", "pseudonym_key"]))
    ]
  }

  /// A relative path of a file target begins in the state directory.
  func relativeFiles(_ settings: ResolvedSettings, _ configuration: GatewayConfiguration) -> [Diagnostic] {
    guard machine.stateDirectory == nil else { return [] }
    return configuration.targets.keys.sorted().compactMap { name in
      guard case .file(let file)? = configuration.targets[name]?.destination, !file.hasPrefix("/") else {
        return nil
      }
      let path = SettingPath(["targets", name, "endpoint"])
      let assignment = settings.assignment(at: path)
      return Diagnostic(
        .error, .noStateDirectory,
        "\(assignment?.subject ?? "`\(path)`") is relative to the state directory, and there is none: set "
          + "STATE_DIRECTORY or write an absolute path", at: assignment?.place, path: path)
    }
  }
}

extension StateRules {
  static let unkeptKeyPage = RulePage(
    .unkeptKey, "unkept-key", .warning, "The key of pseudonyms would be lost when the process ends.",
    """
    Without `privacy.pseudonym_key` the gateway makes a key for itself and keeps it in the state directory \
    ($STATE_DIRECTORY, $XDG_STATE_HOME/hephaestus-gw, or the usual place of the user). Here it cannot: after every \
    start the same person, path or host has another pseudonym, and series of metrics begin anew. Set the key, or \
    give the gateway a directory that it may write.
    """,
    right: #"privacy: { pseudonym_key: "${env:HEPHAESTUS_PSEUDONYM_KEY}" }"#)

  static let noStateDirectoryPage = RulePage(
    .noStateDirectory, "no-state-directory", .error,
    "A path is relative to a state directory that does not exist.",
    """
    `file:` targets without a leading `/` are kept in the state directory. On this machine there is none: the user \
    has no home, and neither STATE_DIRECTORY nor XDG_STATE_HOME is set. Write an absolute path or set STATE_DIRECTORY.
    """,
    wrong: #"targets: { default: { endpoint: "file:traces.jsonl" } }"#,
    right: #"targets: { default: { endpoint: "file:///var/log/traces.jsonl" } }"#)
}
