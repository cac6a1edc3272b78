/// What became of loading a configuration.
package struct LoadResult: Sendable {
  /// Nil if any diagnostic is an error: the gateway must not start.
  package var configuration: GatewayConfiguration?
  /// Nil where no profile applies: the built-in file with none named.
  package var profileName: String?
  /// The file, or that there is none, for the first log line.
  package var sourceDescription: String
  /// In the order of the files and their lines, without repeats.
  package var diagnostics: [Diagnostic]
  /// Where every value comes from, and what it overrode.
  package var settings: ResolvedSettings
  /// What the profile is made of, in the order in which it applies; nil if that cannot be told.
  package var layers: [Origin.Fragment]? = []
  /// The lines of the files, without credentials.
  var sources = SourceLines()
  /// The configuration file as it was named or found; nil for the built-in one and none.
  package var path: String?
  /// Every file that was read or looked for in vain, and the folders that `include` searched, each once.
  package var filesRead: [String] = []
}

extension LoadResult {
  /// The result of not even trying.
  package static func refused(_ reason: String) -> LoadResult {
    LoadResult(
      configuration: nil, profileName: nil, sourceDescription: "none",
      diagnostics: [Diagnostic(.error, .unreadable, reason)], settings: ResolvedSettings())
  }
}
