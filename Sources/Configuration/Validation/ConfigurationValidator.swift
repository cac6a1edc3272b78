/// Judges files alone, without environment or secrets, so that every machine gives the same answer; where
/// asked to, beside what the machine makes of them.
package struct ConfigurationValidator: Sendable {
  private let environment: [String: String]
  private let files: any FileReader

  /// - Parameters:
  ///   - environment: Only to find the file where none is named.
  ///   - files: Where files are read.
  package init(environment: [String: String] = [:], files: any FileReader = LocalFiles()) {
    self.environment = environment
    self.files = files
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
      var documents = DocumentLoader(files: files)
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
    let choice = ProfileChoice(flag: profile, environment: machine.environment, hasFile: name != nil)
    // Of a profile that is not there the file's own findings say so.
    if let profile, documents.set.fragments[.profile(profile)] == nil { return }
    var documents = documents
    if choice.name == nil { documents = DocumentLoader(files: files) }
    let source = name ?? ShippedConfiguration.name
    let result = ConfigurationLoader(machine: machine).resolve(documents, choice, source, tried: [source])
    let predictions = MachineRules(machine: machine).predictions(result)
    report.diagnostics = (report.diagnostics + result.diagnostics + predictions).sortedByPlace()
  }

  private func check(
    _ path: String, _ profile: String?, _ machine: Machine?, _ report: inout ValidationReport
  ) {
    var documents = DocumentLoader(files: files)
    do {
      try documents.load(path)
    } catch {
      report.unopened += 1
      report.diagnostics.append(
        Diagnostic(.error, .unreadable, "\(path.shown) cannot be opened: \(error)"))
      return
    }
    let name = path == "-" ? PathText.standardInput : path
    judge(documents, name, profile, &report)
    if let machine { judge(documents, name, profile, on: machine, &report) }
  }

  private func judge(
    _ documents: DocumentLoader, _ name: String, _ profile: String?, _ report: inout ValidationReport
  ) {
    let references = References(machine: nil)
    var findings = documents.diagnostics
    var resolver = ProfileResolver(documents.set)
    var decoded: [Origin.Fragment: [Assignment]] = [:]
    let fragments = chosen(profile, documents, name, &resolver, &findings)
    for fragment in fragments {
      let (assignments, problems) = fragment.decoded(references)
      decoded[fragment.kind] = assignments
      findings += problems
    }
    for fragment in fragments {
      guard let layers = resolver.layers(of: fragment.kind), case .profile = fragment.kind else { continue }
      var settings = ResolvedSettings()
      for layer in layers { settings.apply(decoded[layer.kind] ?? []) }
      let draft = settings.draft()
      var builder = TargetBuilder(
        settings: settings, receivers: OwnReceivers(draft.configuration.receivers, hostName: nil),
        after: findings)
      _ = builder.targets(draft.targets)
      findings += builder.diagnostics
    }
    findings += resolver.diagnostics
    report.checked.append(name)
    report.diagnostics += documents.sources.attached(to: findings.sortedByPlace())
  }

  /// Every fragment in reading order, or those that one profile is made of.
  private func chosen(
    _ profile: String?, _ documents: DocumentLoader, _ name: String, _ resolver: inout ProfileResolver,
    _ findings: inout [Diagnostic]
  ) -> [Fragment] {
    guard let profile else { return documents.set.inOrder }
    guard documents.set.fragments[.profile(profile)] != nil else {
      let names = documents.set.profileNames
      let list = names.isEmpty ? "there is none" : "there is \(names.joined(separator: ", "))"
      if !(names.isEmpty && findings.hasErrors) {
        findings.append(
          Diagnostic(
            .error, .unknownProfile, "\(name.shown) has no profile `\(profile.shown)`; \(list)",
            suggestion: Suggestion.nearest(to: profile, among: names)))
      }
      return []
    }
    let used = Set((resolver.layers(of: .profile(profile)) ?? []).map(\.kind))
    return documents.set.inOrder.filter { used.contains($0.kind) }
  }
}
