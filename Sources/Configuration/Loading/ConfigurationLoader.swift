internal import YAMLTree

/// Turns a file, a profile, the environment and flags into the configuration to run with.
package struct ConfigurationLoader: Sendable {
  private var machine: Machine
  private let isToRun: Bool
  private let allowsExternalIncludes: Bool

  /// For a gateway that is to run: what the machine must have for it is checked too.
  package init(machine: Machine, allowsExternalIncludes: Bool = false) {
    self.machine = machine
    self.allowsExternalIncludes = allowsExternalIncludes
    isToRun = true
  }

  /// For looking at a configuration: only what its values refer to must be there.
  ///
  /// - Parameters:
  ///   - environment: Of the process.
  ///   - files: Where files are read.
  ///   - allowsExternalIncludes: Whether an include may lie outside the folder of the configuration.
  package init(
    environment: [String: String], files: any FileReader = LocalFiles(), allowsExternalIncludes: Bool = false
  ) {
    machine = Machine(environment: environment, files: files)
    self.allowsExternalIncludes = allowsExternalIncludes
    isToRun = false
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
    let recording = RecordingFiles(machine.files)
    var loader = self
    loader.machine.files = recording
    let files = loader.open(configPath)
    let choice = ProfileChoice(
      flag: profile, environment: machine.environment, hasFile: files.search.path != nil)
    var result = loader.resolve(files, choice.name, overrides, mode, namedBy: choice.variable)
    result.path = files.search.path
    result.filesRead = recording.paths
    return result
  }

  /// The files that a command line is about, read once.
  func open(_ configPath: String?) -> OpenedFiles {
    let search = ConfigurationSearch(
      configPath: configPath, environment: machine.environment, files: machine.files)
    var documents = DocumentLoader(files: machine.files, allowsExternalIncludes: allowsExternalIncludes)
    guard let path = search.path else {
      documents.load(text: Array(ShippedConfiguration.text.utf8), name: ShippedConfiguration.name)
      return OpenedFiles(search: search, documents: documents)
    }
    do {
      try documents.load(path)
      return OpenedFiles(search: search, documents: documents)
    } catch {
      let subject = search.variable.map { "\($0): " } ?? ""
      let problem = Diagnostic(
        .error, .unreadable, "\(subject)the configuration \(path.shown) cannot be opened: \(error)")
      return OpenedFiles(search: search, documents: documents, problem: problem)
    }
  }

  /// One profile of files that were opened; nil applies none. `variable` is the one that named it, if one did.
  func resolve(
    _ opened: OpenedFiles, _ profile: String?, _ overrides: [String], _ mode: LoadMode,
    namedBy variable: String? = nil
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
    var assembly = Assembly(machine: mode == .filesAlone ? nil : machine)
    if let profile {
      assembly.diagnostics = opened.documents.diagnostics
      assembly.add(
        profile: profile, namedBy: variable, of: opened.documents.set, tried: opened.search.tried)
    }
    assembly.add(overrides: overrides)
    let configuration = assembly.finish()
    var findings = assembly.diagnostics
    var warnings: [Diagnostic] = []
    if mode == .run, isToRun {
      findings += MachineRules(machine: machine).findings(assembly.settings, configuration)
      var start = StartWarnings(opened.documents)
      warnings = start.findings(profile, assembly.settings, configuration)
    }
    result.settings = assembly.settings
    result.layers = assembly.layers
    result.sources = opened.documents.sources
    let judged = opened.documents.atTheirLevels(findings.map(mode.judged), configuration.lint)
    result.diagnostics = opened.documents.sources.attached(to: (judged + warnings).sortedByPlace())
    result.configuration = result.diagnostics.hasErrors ? nil : configuration
    return result
  }

  /// Of the built-in file nothing applies unless a profile was named.
  func profileName(_ flag: String?, _ search: ConfigurationSearch) -> String? {
    ProfileChoice(flag: flag, environment: machine.environment, hasFile: search.path != nil).name
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
