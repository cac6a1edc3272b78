/// Puts the layers together: profile, environment, flags.
struct Assembly {
  let machine: Machine
  var diagnostics: [Diagnostic] = []
  private(set) var settings = ResolvedSettings()
  private var referenced: Set<String> = []
  private var overrides: [Assignment] = []

  private var references: References { References(machine: machine) }

  init(machine: Machine) { self.machine = machine }

  /// Takes the layers of a profile; `tried` says where a file was looked for, should it have none of that name.
  mutating func add(profile choice: ProfileChoice, of set: ConfigurationSet, tried: [String]) {
    guard let name = choice.name else { return }
    referenced.formUnion(set.referencedVariables)
    guard set.fragments[.profile(name)] != nil else {
      // A file that cannot be read has no profiles; that finding is enough.
      if set.fragments.isEmpty, diagnostics.hasErrors { return }
      return unknown(name, choice.variable, set, tried)
    }
    var resolver = ProfileResolver(set)
    let layers = resolver.layers(of: .profile(name))
    diagnostics += resolver.diagnostics
    var decoded: [Origin.Fragment: [Assignment]] = [:]
    for fragment in layers ?? [] {
      if decoded[fragment.kind] == nil {
        let (assignments, findings) = fragment.decoded(references)
        decoded[fragment.kind] = assignments
        diagnostics += findings
      }
      settings.apply(decoded[fragment.kind] ?? [])
    }
  }

  private mutating func unknown(
    _ name: String, _ variable: String?, _ set: ConfigurationSet, _ tried: [String]
  ) {
    let names = set.profileNames
    let list = names.isEmpty ? "there is none" : "there is \(names.joined(separator: ", "))"
    let subject = variable.map { "\($0): " } ?? ""
    let places = tried.map(\.shown).joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .error, .unknownProfile,
        "\(subject)there is no profile `\(name.shown)`; \(list) (looked in \(places))",
        suggestion: Suggestion.nearest(to: name, among: names)))
  }

  mutating func add(overrides flags: [String]) {
    let flags = Overrides(flags, references: references)
    diagnostics += flags.diagnostics
    overrides = flags.assignments
    for assignment in overrides { referenced.formUnion(ReferenceScan.variables(in: assignment.written)) }
  }

  /// Puts the environment and the flags on top of the profile and makes the configuration.
  mutating func finish() -> GatewayConfiguration {
    var layer = EnvironmentLayer(machine.environment)
    var preview = settings
    preview.apply(layer.assignments + overrides)
    let receivers = OwnReceivers(preview.draft().configuration.receivers, hostName: machine.hostName)
    layer.dropOwnReceivers(receivers)
    warnOfAddedTarget(layer)
    diagnostics += layer.diagnostics
    diagnostics += UnreadVariables(referenced: referenced).findings(in: machine.environment)
    settings.apply(layer.assignments)
    settings.apply(overrides)
    let draft = settings.draft()
    var builder = TargetBuilder(settings: settings, receivers: receivers, after: diagnostics)
    var configuration = draft.configuration
    configuration.targets = builder.targets(draft.targets)
    diagnostics += builder.diagnostics
    return configuration
  }

  private mutating func warnOfAddedTarget(_ layer: EnvironmentLayer) {
    let names = settings.draft().targets.keys.sorted()
    let added = layer.assignments.first {
      $0.path.components.first == "targets" && $0.path.components.last == "endpoint"
    }
    guard let added, !names.isEmpty, !names.contains(EnvironmentLayer.targetName) else { return }
    let list = names.map { "`\($0)`" }.joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .warning, .addedTarget,
        "\(added.subject) adds the target `\(EnvironmentLayer.targetName)` to those of the profile: \(list)",
        path: added.path))
  }
}

extension Fragment {
  /// Its own settings with their types, and what is wrong with them.
  func decoded(_ references: References) -> ([Assignment], [Diagnostic]) {
    let keys =
      switch kind {
      case .profile: ["extends", "bundles"]
      case .bundle: ["bundles"]
      }
    var decoder = FragmentDecoder(references: references, otherKeys: keys) { [kind] in .file($0, kind) }
    decoder.decode(settings)
    return (decoder.assignments, decoder.diagnostics)
  }
}
