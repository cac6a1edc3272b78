internal import YAMLTree

/// Turns a file, a profile, the environment and flags into the configuration to run with.
package struct ConfigurationLoader: Sendable {
  private let environment: [String: String]
  private let machine: any FileReader
  /// The machine's, recorded.
  private var files: any FileReader

  package init(environment: [String: String], files: any FileReader = LocalFiles()) {
    self.environment = environment
    machine = files
    self.files = files
  }

  /// Loads and checks everything that the selected profile uses; what is wrong in other profiles is for
  /// `validate` to say.
  ///
  /// - Parameters:
  ///   - configPath: `--config`; nil for `HEPHAESTUS_CONFIG`, then the usual places, then the built-in file.
  ///   - profile: `--profile`; nil for `HEPHAESTUS_PROFILE`, then `default`.
  ///   - overrides: The texts of `--set`.
  /// - Returns: The configuration if there is no error, and every finding either way.
  package func load(configPath: String?, profile: String?, overrides: [String]) -> LoadResult {
    let recording = RecordingFiles(machine)
    var loader = self
    loader.files = recording
    var result = loader.read(configPath: configPath, profile: profile, overrides: overrides)
    result.filesRead = recording.paths
    return result
  }

  private func read(configPath: String?, profile: String?, overrides: [String]) -> LoadResult {
    let search = ConfigurationSearch(configPath: configPath, environment: environment, files: files)
    var result = LoadResult(
      configuration: nil, profileName: profileName(profile, search),
      sourceDescription: search.path ?? ShippedConfiguration.name, diagnostics: [],
      settings: ResolvedSettings(), path: search.path)
    var documents = DocumentLoader(files: files)
    if let path = search.path {
      do {
        try documents.load(path)
      } catch {
        result.diagnostics = [
          Diagnostic(.error, .unreadable, "the configuration \(path.shown) cannot be opened: \(error)")
        ]
        return result
      }
    } else if result.profileName != nil {
      documents.load(text: Array(ShippedConfiguration.text.utf8), name: ShippedConfiguration.name)
    } else {
      result.sourceDescription = "built-in defaults and the environment"
    }
    var assembly = Assembly(references: references, hostName: hostName)
    assembly.diagnostics = documents.diagnostics
    if let name = result.profileName { assembly.add(profile: name, of: documents.set, search) }
    assembly.add(environment: environment)
    assembly.add(overrides: overrides)
    let configuration = assembly.finish()
    result.settings = assembly.settings
    result.diagnostics = documents.sources.attached(to: assembly.diagnostics.sortedByPlace())
    result.configuration = result.diagnostics.hasErrors ? nil : configuration
    return result
  }

  private var references: References {
    References(machine: References.Machine(environment: environment, files: files))
  }

  private var hostName: String? {
    guard let bytes = try? machine.read("/proc/sys/kernel/hostname", maxBytes: 1024) else { return nil }
    return String(validating: bytes, as: UTF8.self).map { String($0.trimmed) }
  }

  /// Of the built-in file nothing applies unless a profile was named.
  private func profileName(_ flag: String?, _ search: ConfigurationSearch) -> String? {
    let variable = environment["HEPHAESTUS_PROFILE"] ?? ""
    return flag ?? (variable.isEmpty ? nil : variable) ?? (search.path == nil ? nil : "default")
  }
}
