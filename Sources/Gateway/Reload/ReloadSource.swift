package import Configuration

/// Where a running gateway gets its configuration again.
package struct ReloadSource: Sendable {
  /// Loads it with the arguments and the environment of the start.
  package var load: @Sendable () -> LoadResult
  /// What the configuration that runs was loaded from.
  package var files: Set<String>
  /// Whether to load it when these files change, and not only when told.
  package var watches: Bool

  package init(files: Set<String>, watches: Bool, load: @escaping @Sendable () -> LoadResult) {
    self.load = load
    self.files = files
    self.watches = watches
  }
}

extension LoadResult {
  /// Every file on which the outcome depends.
  package var files: Set<String> { Set(filesRead + (configuration?.tlsFiles.map(\.path) ?? [])) }
}
