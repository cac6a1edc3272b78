/// Puts the layers together: profile, environment, flags.
struct Assembly {
  /// Nil judges the files alone: neither variables nor what references stand for.
  let machine: Machine?
  var diagnostics: [Diagnostic] = []
  private(set) var settings = ResolvedSettings()
  private var referenced: Set<String> = []
  /// What the profile is made of; nil if that cannot be told.
  private(set) var layers: [Origin.Fragment]? = []
  private var overrides: [Assignment] = []

  private var references: References { References(machine: machine) }

  init(machine: Machine?) { self.machine = machine }

  /// Takes the layers of a profile. For the message where there is none of that name, `variable` is the one that
  /// named it and `tried` are the places where a file was looked for.
  mutating func add(
    profile name: String, namedBy variable: String?, of set: ConfigurationSet, tried: [String]
  ) {
    referenced.formUnion(set.referencedVariables)
    guard set.fragments[.profile(name)] != nil else {
      layers = nil
      // A file that cannot be read has no profiles; that finding is enough.
      if set.fragments.isEmpty, diagnostics.hasErrors { return }
      return unknown(name, variable, set, tried)
    }
    var resolver = ProfileResolver(set)
    let fragments = resolver.layers(of: .profile(name))
    layers = fragments?.map(\.kind)
    diagnostics += resolver.diagnostics
    var decoded: [Origin.Fragment: [Assignment]] = [:]
    for fragment in fragments ?? [] {
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
    var layer = machine.map { EnvironmentLayer($0.environment) }
    var preview = settings
    preview.apply((layer?.assignments ?? []) + overrides)
    let receivers = OwnReceivers(preview.draft().configuration.receivers, hostName: machine?.hostName)
    layer?.dropOwnReceivers(receivers)
    if let machine, let layer {
      warnOfAddedTarget(layer)
      diagnostics += layer.diagnostics
      diagnostics += UnreadVariables(referenced: referenced).findings(in: machine.environment)
      settings.apply(layer.assignments)
    }
    settings.apply(overrides)
    let draft = settings.draft()
    let faulty = FaultyPaths(diagnostics)
    var builder = TargetBuilder(settings: settings, receivers: receivers, faulty: faulty)
    var configuration = draft.configuration
    configuration.targets = builder.targets(draft.targets)
    diagnostics += builder.diagnostics + MergeChecks(settings, draft, faulty).errors
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
  func decoded(_ references: References, schema: Schema = .current) -> ([Assignment], [Diagnostic]) {
    let keys =
      switch kind {
      case .profile: ["extends", "bundles"]
      case .bundle: ["bundles"]
      }
    var decoder = FragmentDecoder(references: references, schema: schema, otherKeys: keys) { [kind] in
      .file($0, kind)
    }
    decoder.decode(settings)
    return (decoder.assignments, decoder.diagnostics)
  }
}
