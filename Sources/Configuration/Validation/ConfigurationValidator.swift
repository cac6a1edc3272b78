/// Judges files alone, without environment or secrets, so that every machine gives the same answer; where
/// asked to, beside what the machine makes of them.
package struct ConfigurationValidator: Sendable {
  private let environment: [String: String]
  private let files: any FileReader
  private let schema: Schema
  private let allowsExternalIncludes: Bool

  /// - Parameters:
  ///   - environment: Only to find the file where none is named.
  ///   - files: Where files are read.
  ///   - schema: The settings there are.
  ///   - allowsExternalIncludes: Whether an include may lie outside the folder of the file that was named.
  package init(
    environment: [String: String] = [:], files: any FileReader = LocalFiles(), schema: Schema = .current,
    allowsExternalIncludes: Bool = false
  ) {
    self.environment = environment
    self.schema = schema
    self.files = files
    self.allowsExternalIncludes = allowsExternalIncludes
  }

  /// Checks every profile and every bundle of the files, used or not.
  ///
  /// - Parameters:
  ///   - paths: Files, `-` for standard input; if empty, the file that `run` would read.
  ///   - profile: Only this profile and what it builds on.
  ///   - machine: If given, the profile that `run` would take is also judged as it would be there, with
  ///     variables, references and paths. Its files are those of this validator.
  /// - Returns: Every finding; nothing is thrown for a file that cannot be opened.
  package func validate(
    paths: [String], profile: String? = nil, machine: Machine? = nil
  ) -> ValidationReport {
    var machine = machine
    machine?.files = files
    var report = ValidationReport()
    if !paths.isEmpty {
      for path in paths { check(path, profile, machine, &report) }
      return report
    }
    let search = ConfigurationSearch(configPath: nil, environment: environment, files: files)
    if let path = search.path {
      check(path, profile, machine, &report)
    } else {
      var documents = DocumentLoader(files: files, allowsExternalIncludes: allowsExternalIncludes)
      documents.load(text: Array(ShippedConfiguration.text.utf8), name: ShippedConfiguration.name)
      judge(documents, ShippedConfiguration.name, profile, &report)
      if let machine { judge(documents, nil, profile, on: machine, &report) }
    }
    return report
  }

  /// What `run` would say there. `name` is nil for the built-in file, of which nothing applies unless a
  /// profile is named.
  private func judge(
    _ documents: DocumentLoader, _ name: String?, _ profile: String?, on machine: Machine,
    _ report: inout ValidationReport
  ) {
    // Of a profile that is not there the file's own findings say so.
    if let profile, documents.set.fragments[.profile(profile)] == nil { return }
    let choice = ProfileChoice(flag: profile, environment: machine.environment, hasFile: name != nil)
    let opened = OpenedFiles(search: ConfigurationSearch(found: name), documents: documents)
    let result = ConfigurationLoader(machine: machine, allowsExternalIncludes: allowsExternalIncludes)
      .resolve(
        opened, choice.name, [], .run, namedBy: choice.variable)
    let predictions = documents.atTheirLevels(
      MachineRules(machine: machine).predictions(result), result.configuration?.lint ?? [:])
    report.diagnostics = (report.diagnostics + result.diagnostics + predictions).merged.sortedByPlace()
  }

  private func check(
    _ path: String, _ profile: String?, _ machine: Machine?, _ report: inout ValidationReport
  ) {
    var documents = DocumentLoader(files: files, allowsExternalIncludes: allowsExternalIncludes)
    do {
      try documents.load(path)
    } catch {
      report.unopened += 1
      var finding = Diagnostic(.error, .unreadable, "cannot be opened: \(error)")
      finding.file = path
      report.diagnostics.append(finding)
      return
    }
    let name = path == "-" ? PathText.standardInput : path
    judge(documents, name, profile, &report)
    if let machine { judge(documents, name, profile, on: machine, &report) }
  }

  private func judge(
    _ documents: DocumentLoader, _ name: String, _ profile: String?, _ report: inout ValidationReport
  ) {
    var judge = Judge(documents, references: References(machine: nil), rules: ProfileRule.all, schema: schema)
    report.checked.append(name)
    report.diagnostics += judge.findings(profile: profile, of: name)
  }
}
