internal import YAMLTree

/// Turns a file, a profile, the environment and flags into the configuration to run with.
package struct ConfigurationLoader: Sendable {
  private let machine: Machine
  private let isToRun: Bool

  /// For a gateway that is to run: what the machine must have for it is checked too.
  package init(machine: Machine) {
    self.machine = machine
    isToRun = true
  }

  /// For looking at a configuration: only what its values refer to must be there.
  package init(environment: [String: String], files: any FileReader = LocalFiles()) {
    machine = Machine(environment: environment, files: files)
    isToRun = false
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
    let search = ConfigurationSearch(
      configPath: configPath, environment: machine.environment, files: machine.files)
    let choice = ProfileChoice(
      flag: profile, environment: machine.environment, hasFile: search.path != nil)
    var documents = DocumentLoader(files: machine.files)
    var source = ShippedConfiguration.name
    if let path = search.path {
      source = path
      do {
        try documents.load(path)
      } catch {
        let subject = search.variable.map { "\($0): " } ?? ""
        return LoadResult(
          configuration: nil, profileName: choice.name, sourceDescription: source,
          diagnostics: [
            Diagnostic(
              .error, .unreadable, "\(subject)the configuration \(path.shown) cannot be opened: \(error)")
          ], settings: ResolvedSettings())
      }
    } else if choice.name != nil {
      documents.load(text: Array(ShippedConfiguration.text.utf8), name: source)
    } else {
      source = "built-in defaults and the environment"
    }
    return resolve(documents, choice, source, tried: search.tried, overrides)
  }

  /// The same for documents that are read already.
  func resolve(
    _ documents: DocumentLoader, _ choice: ProfileChoice, _ source: String, tried: [String],
    _ overrides: [String] = []
  ) -> LoadResult {
    var assembly = Assembly(machine: machine)
    assembly.diagnostics = documents.diagnostics
    assembly.add(profile: choice, of: documents.set, tried: tried)
    assembly.add(overrides: overrides)
    let configuration = assembly.finish()
    var findings = assembly.diagnostics
    if isToRun { findings += MachineRules(machine: machine).findings(assembly.settings, configuration) }
    findings = documents.sources.attached(to: findings.sortedByPlace())
    return LoadResult(
      configuration: findings.hasErrors ? nil : configuration, profileName: choice.name,
      sourceDescription: source, diagnostics: findings, settings: assembly.settings)
  }
}
