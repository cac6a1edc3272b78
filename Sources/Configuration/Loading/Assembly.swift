/// Puts the layers together: profile, environment, flags.
struct Assembly {
  let references: References
  let hostName: String?
  var diagnostics: [Diagnostic] = []
  private(set) var settings = ResolvedSettings()
  /// What the profile is made of; nil if that cannot be told.
  private(set) var layers: [Origin.Fragment]? = []
  private var environmentLayer: EnvironmentLayer?
  private var overrides: [Assignment] = []

  init(references: References, hostName: String?) {
    self.references = references
    self.hostName = hostName
  }

  mutating func add(profile name: String, of set: ConfigurationSet, _ search: ConfigurationSearch) {
    guard set.fragments[.profile(name)] != nil else {
      layers = nil
      // A file that cannot be read has no profiles; that finding is enough.
      if set.fragments.isEmpty, diagnostics.hasErrors { return }
      return unknown(name, set, search)
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

  private mutating func unknown(_ name: String, _ set: ConfigurationSet, _ search: ConfigurationSearch) {
    let names = set.profileNames
    let list = names.isEmpty ? "there is none" : "there is \(names.joined(separator: ", "))"
    let tried = search.tried.map(\.shown).joined(separator: ", ")
    diagnostics.append(
      Diagnostic(
        .error, .unknownProfile, "there is no profile `\(name.shown)`; \(list) (looked in \(tried))",
        suggestion: Suggestion.nearest(to: name, among: names)))
  }

  mutating func add(environment: [String: String]) {
    let layer = EnvironmentLayer(environment)
    environmentLayer = layer
  }

  mutating func add(overrides flags: [String]) {
    let flags = Overrides(flags, references: references)
    diagnostics += flags.diagnostics
    overrides = flags.assignments
  }

  /// Puts the environment and the flags on top of the profile and makes the configuration.
  mutating func finish() -> GatewayConfiguration {
    var preview = settings
    preview.apply((environmentLayer?.assignments ?? []) + overrides)
    let receivers = OwnReceivers(preview.draft().configuration.receivers, hostName: hostName)
    if var layer = environmentLayer {
      layer.dropOwnReceivers(receivers)
      warnOfAddedTarget(layer)
      diagnostics += layer.diagnostics
      settings.apply(layer.assignments)
    }
    settings.apply(overrides)
    let draft = settings.draft()
    var builder = TargetBuilder(settings: settings, receivers: receivers, faulty: FaultyPaths(diagnostics))
    var configuration = draft.configuration
    configuration.targets = builder.targets(draft.targets)
    diagnostics += builder.diagnostics
    if configuration.enabled, let machine = references.machine {
      diagnostics += TargetFiles(files: machine.files).findings(settings, of: configuration.targets.keys)
    }
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
