/// Judges files alone, without environment or secrets, so that every machine gives the same answer.
package struct ConfigurationValidator: Sendable {
  private let environment: [String: String]
  private let files: any FileReader
  private let schema: Schema

  /// - Parameters:
  ///   - environment: Only to find the file where none is named.
  ///   - files: Where files are read.
  ///   - schema: The settings there are.
  package init(
    environment: [String: String] = [:], files: any FileReader = LocalFiles(), schema: Schema = .current
  ) {
    self.environment = environment
    self.schema = schema
    self.files = files
  }

  /// Checks every profile and every bundle of the files, used or not.
  ///
  /// - Parameters:
  ///   - paths: Files, `-` for standard input; if empty, the file that `run` would read.
  ///   - profile: Only this profile and what it builds on.
  /// - Returns: Every finding; nothing is thrown for a file that cannot be opened.
  package func validate(paths: [String], profile: String? = nil) -> ValidationReport {
    var report = ValidationReport()
    if !paths.isEmpty {
      for path in paths { check(path, profile, &report) }
      return report
    }
    let search = ConfigurationSearch(configPath: nil, environment: environment, files: files)
    if let path = search.path {
      check(path, profile, &report)
    } else {
      var documents = DocumentLoader(files: files)
      documents.load(text: Array(ShippedConfiguration.text.utf8), name: ShippedConfiguration.name)
      judge(documents, ShippedConfiguration.name, profile, &report)
    }
    return report
  }

  private func check(_ path: String, _ profile: String?, _ report: inout ValidationReport) {
    var documents = DocumentLoader(files: files)
    do {
      try documents.load(path)
    } catch {
      report.unopened += 1
      var finding = Diagnostic(.error, .unreadable, "cannot be opened: \(error)")
      finding.file = path
      report.diagnostics.append(finding)
      return
    }
    judge(documents, path == "-" ? PathText.standardInput : path, profile, &report)
  }

  private func judge(
    _ documents: DocumentLoader, _ name: String, _ profile: String?, _ report: inout ValidationReport
  ) {
    var judge = Judge(documents, references: References(machine: nil), rules: ProfileRule.all, schema: schema)
    report.checked.append(name)
    report.diagnostics += judge.findings(profile: profile, of: name)
  }
}
