internal import YAMLTree

/// Judges what was read of one file and of those it includes: every fragment by itself, then every profile
/// as a whole, then what only all of them together show.
struct Judge {
  /// How many values and bundles may be put on top of each other over all profiles, so that a small file whose
  /// profiles all build on a large bundle does not take minutes.
  private static let maxSteps = 100_000

  private let documents: DocumentLoader
  private let references: References
  private let rules: [ProfileRule]
  private let schema: Schema
  private var resolver: ProfileResolver
  private var decoded: [Origin.Fragment: [Assignment]] = [:]
  private var findings: [Diagnostic]
  private var profileFindings = ProfileFindings()
  private var ledger: IgnoreLedger
  private var values = BundleValues()
  private let memo = MergeMemo()
  private var faults: [Origin.Fragment: FaultyPaths] = [:]
  private var steps = 0
  private var isTired = false

  /// - Parameters:
  ///   - documents: What was read.
  ///   - references: With a machine, what variables and files give; without one, files are judged alone.
  ///   - rules: What is asked of each profile.
  ///   - schema: The settings there are.
  init(
    _ documents: DocumentLoader, references: References, rules: [ProfileRule], schema: Schema = .current
  ) {
    self.schema = schema
    self.documents = documents
    self.references = references
    self.rules = rules
    resolver = ProfileResolver(documents.set)
    findings = documents.diagnostics
    ledger = IgnoreLedger(documents.ignores)
  }

  /// Judges everything and puts the findings in reading order.
  ///
  /// - Parameters:
  ///   - profile: Only this profile and what it builds on; nothing is said then about what others may use.
  ///   - name: What messages call the file.
  /// - Returns: With their lines, each place's finding of a rule once.
  mutating func findings(profile: String?, of name: String) -> [Diagnostic] {
    let fragments = chosen(profile, name)
    for fragment in fragments { decode(fragment) }
    let parents = Set(documents.set.fragments.values.compactMap { $0.extends?.name })
    for fragment in fragments {
      guard case .profile(let name) = fragment.kind else {
        if !tires(at: fragment) { _ = resolver.layers(of: fragment.kind) }
        continue
      }
      judge(fragment, isExtended: parents.contains(name))
    }
    findings += resolver.diagnostics
    findings += profileFindings.merged
    if profile == nil { judgeTogether() }
    findings.removeAll { ledger.silences($0) }
    if profile == nil { addUnusedIgnores() }
    return documents.sources.attached(to: findings.merged.sortedByPlace())
  }

  private mutating func decode(_ fragment: Fragment) {
    let (assignments, problems) = fragment.decoded(references, schema: schema)
    decoded[fragment.kind] = assignments
    faults[fragment.kind] = FaultyPaths(problems)
    var own = ResolvedSettings()
    own.apply(assignments.filter { $0.path.components.first == "lint" })
    let levels = own.draft().configuration.lint
    findings += (problems + LiteralCredential.findings(assignments)).compactMap {
      documents.levels.applied(to: $0, profile: levels)
    }
  }

  private mutating func judge(_ fragment: Fragment, isExtended: Bool) {
    guard !tires(at: fragment), let layers = resolver.layers(of: fragment.kind) else { return }
    guard let settings = merged(layers, of: fragment) else { return }
    values.add(settings, layers: layers.map(\.kind))
    let draft = settings.draft()
    var faulty = layers.reduce(into: FaultyPaths([])) { $0.formUnion(faults[$1.kind] ?? FaultyPaths([])) }
    var builder = TargetBuilder(
      settings: settings, receivers: OwnReceivers(draft.configuration.receivers, hostName: nil),
      faulty: faulty)
    let targets = builder.targets(draft.targets)
    let merge = MergeChecks(settings, draft, faulty, memo: memo)
    faulty.formUnion(FaultyPaths(builder.diagnostics + merge.errors))
    let profile = ResolvedProfile(
      name: fragment.name, home: home(of: layers), isExtended: isExtended, layers: layers.map(\.kind),
      settings: settings, draft: draft, targets: targets, faulty: faulty, meantHoles: merge.meantHoles)
    let found = builder.diagnostics + merge.errors + rules.flatMap { $0.check(profile) }
    for finding in found {
      let applied = documents.levels.applied(to: finding, profile: draft.configuration.lint)
      if let applied { profileFindings.add(applied, of: fragment) }
    }
  }

  private mutating func merged(_ layers: [Fragment], of fragment: Fragment) -> ResolvedSettings? {
    var settings = ResolvedSettings()
    for layer in layers {
      let own = decoded[layer.kind] ?? []
      let resets = own.count { if case .reset = $0.value { true } else { false } }
      let elements = own.reduce(0) { $0 + $1.elements.count }
      steps += own.count + elements + resets * settings.history.count + (faults[layer.kind]?.count ?? 0)
      if tires(at: fragment) { return nil }
      settings.apply(own)
    }
    return settings
  }

  /// Whether there is more to judge than any real file holds, which is said once.
  private mutating func tires(at fragment: Fragment) -> Bool {
    guard !isTired, steps + resolver.totalVisits > Self.maxSteps else { return isTired }
    isTired = true
    findings.append(
      Diagnostic(
        .error, .limit, "up to here profiles and bundles come to more than \(Self.maxSteps) values",
        at: fragment.range))
    return true
  }

  private func home(of layers: [Fragment]) -> SourceRange? {
    layers.first { if case .profile = $0.kind { true } else { false } }?.range
  }

  private mutating func judgeTogether() {
    let misspelt = findings.filter { $0.code == .unknownBundle }.compactMap(\.suggestion)
    let overridden = isTired ? [] : values.overridden(decoded)
    let found = BundleUse.unused(documents.set, misspelt: Set(misspelt)) + overridden
    findings += found.compactMap { documents.levels.applied(to: $0) }
  }

  private mutating func addUnusedIgnores() {
    let machine = Set(DiagnosticCode.allCases.filter { !$0.isLint && $0.isSettable && $0 != .include })
    let judged = Set(rules.flatMap(\.codes))
    let found = ledger.unused { !machine.contains($0) || judged.contains($0) }
    findings += found.compactMap { documents.levels.applied(to: $0) }
  }

  /// Every fragment in reading order, or those that one profile is made of.
  private mutating func chosen(_ profile: String?, _ name: String) -> [Fragment] {
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
