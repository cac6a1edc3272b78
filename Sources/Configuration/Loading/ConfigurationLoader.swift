internal import YAMLTree

/// Turns a file, a profile, the environment and flags into the configuration to run with.
package struct ConfigurationLoader: Sendable {
  private let environment: [String: String]
  private let files: any FileReader

  package init(environment: [String: String], files: any FileReader = LocalFiles()) {
    self.environment = environment
    self.files = files
  }

  /// Loads and checks everything that the selected profile uses; what is wrong in other profiles is for
  /// `validate` to say.
  ///
  /// - Parameters:
  ///   - configPath: `--config`; nil for `HEPHAESTUS_CONFIG`, then the usual places, then the built-in file.
  ///   - profile: `--profile`; nil for `HEPHAESTUS_PROFILE`, then `default`.
  ///   - overrides: The texts of `--set`.
  ///   - mode: How much of this machine counts.
  /// - Returns: The configuration if there is no error, and every finding either way.
  package func load(
    configPath: String?, profile: String?, overrides: [String], mode: LoadMode = .run
  ) -> LoadResult {
    let files = open(configPath)
    return resolve(files, profileName(profile, files.search), overrides, mode)
  }

  /// The files that a command line is about, read once.
  func open(_ configPath: String?) -> OpenedFiles {
    let search = ConfigurationSearch(configPath: configPath, environment: environment, files: files)
    var documents = DocumentLoader(files: files)
    guard let path = search.path else {
      documents.load(text: Array(ShippedConfiguration.text.utf8), name: ShippedConfiguration.name)
      return OpenedFiles(search: search, documents: documents)
    }
    do {
      try documents.load(path)
      return OpenedFiles(search: search, documents: documents)
    } catch {
      let problem = Diagnostic(
        .error, .unreadable, "the configuration \(path.shown) cannot be opened: \(error)")
      return OpenedFiles(search: search, documents: documents, problem: problem)
    }
  }

  /// One profile of files that were opened; nil applies none.
  func resolve(
    _ opened: OpenedFiles, _ profile: String?, _ overrides: [String], _ mode: LoadMode
  ) -> LoadResult {
    var result = LoadResult(
      configuration: nil, profileName: profile, sourceDescription: opened.name, diagnostics: [],
      settings: ResolvedSettings())
    if let problem = opened.problem {
      result.layers = nil
      result.diagnostics = [problem]
      return result
    }
    if profile == nil { result.sourceDescription = "built-in defaults and the environment" }
    let isAlone = mode == .filesAlone
    var assembly = Assembly(
      references: isAlone ? References(machine: nil) : references, hostName: isAlone ? nil : hostName)
    if let profile {
      assembly.diagnostics = opened.documents.diagnostics
      assembly.add(profile: profile, of: opened.documents.set, opened.search)
    }
    if !isAlone { assembly.add(environment: environment) }
    assembly.add(overrides: overrides)
    let configuration = assembly.finish()
    if mode == .run {
      var warnings = StartWarnings(opened.documents)
      assembly.diagnostics += warnings.findings(profile, assembly.settings, configuration)
    }
    result.settings = assembly.settings
    result.layers = assembly.layers
    result.sources = opened.documents.sources
    result.diagnostics = opened.documents.sources.attached(
      to: assembly.diagnostics.map(mode.judged).sortedByPlace())
    result.configuration = result.diagnostics.hasErrors ? nil : configuration
    return result
  }

  private var references: References {
    References(machine: References.Machine(environment: environment, files: files))
  }

  private var hostName: String? {
    guard let bytes = try? files.read("/proc/sys/kernel/hostname", maxBytes: 1024) else { return nil }
    return String(validating: bytes, as: UTF8.self).map { String($0.trimmed) }
  }

  /// Of the built-in file nothing applies unless a profile was named.
  func profileName(_ flag: String?, _ search: ConfigurationSearch) -> String? {
    let variable = environment["HEPHAESTUS_PROFILE"] ?? ""
    return flag ?? (variable.isEmpty ? nil : variable) ?? (search.path == nil ? nil : "default")
  }
}

/// The files of a configuration, read and not yet judged.
struct OpenedFiles {
  let search: ConfigurationSearch
  let documents: DocumentLoader
  /// Why the first of them cannot be opened.
  var problem: Diagnostic?

  /// The file, as it was named.
  var name: String { search.path ?? ShippedConfiguration.name }
}
