extension EnvironmentExport {
  /// The bundle of the toolkit's guide, whose variables are all there, defaults included.
  private static let guide = [
    "HEPHAESTUS_TELEMETRY_ENABLED", "OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_TRACES_SAMPLER",
    "OTEL_TRACES_SAMPLER_ARG", "HEPHAESTUS_PROMETHEUS_HOST", "HEPHAESTUS_PROMETHEUS_PORT",
    "HEPHAESTUS_TELEMETRY_PRIVACY",
  ]

  /// A profile as far as variables can say it, and in comments what they cannot.
  ///
  /// - Parameter result: Loaded from files alone.
  package init(profile result: LoadResult) {
    source = result.sourceDescription
    profileName = result.profileName
    let collector = ProvenanceCollector(result.settings)
    let values = collector.all.filter { !$0.isAbsent }
    let writer = VariableWriter(values, target: TargetChoice(collector, values))
    note(profileName.map { "Profile \($0) of \(source) as environment variables" } ?? "The built-in defaults")
    if result.configuration == nil { note("There are errors; what could not be read is not here.") }
    let settings = Dictionary(
      Schema.current.settings.compactMap { setting in setting.environment.map { ($0, setting) } },
      uniquingKeysWith: { first, _ in first })
    for name in Self.guide { settings[name].map { lines += writer.lines(for: $0, name, isOfGuide: true) } }
    for setting in Schema.current.settings {
      guard let name = setting.environment, !Self.guide.contains(name) else { continue }
      lines += writer.lines(for: setting, name, isOfGuide: false)
    }
    lines += writer.unsaid.map(Line.comment)
  }
}

/// Which target is the one that variables can speak of.
struct TargetChoice {
  let name: String?
  /// What became of the others, in words.
  let notes: [String]
  /// Whether its endpoint begins with `grpc://` or `grpcs://`, which only this gateway reads.
  let isGRPC: Bool

  init(_ collector: ProvenanceCollector, _ values: [Provenance]) {
    func endpoint(_ name: String) -> Provenance? {
      values.first { $0.path.components == ["targets", name, "endpoint"] }
    }
    let names = collector.targetNames
    let remote = names.filter { endpoint($0).map(Self.isRemote) ?? true }
    let standard = EnvironmentLayer.targetName
    let chosen = remote.contains(standard) ? standard : remote.count == 1 ? remote.first : nil
    name = chosen
    isGRPC =
      chosen.flatMap(endpoint).flatMap(Self.endpoint).map { $0.scheme == .grpc || $0.scheme == .grpcs }
      ?? false
    var notes: [String] = []
    if let chosen, chosen != standard {
      notes.append("The target `\(chosen)` is called `\(standard)` there.")
    }
    for other in names where other != chosen {
      let shown = endpoint(other).map { ", \($0.value.yaml($0.setting?.kind))" } ?? ""
      notes.append("No variable says: the target `\(other)`\(shown)")
    }
    self.notes = notes
  }

  private static func isRemote(_ value: Provenance) -> Bool { endpoint(value)?.isNetwork ?? true }

  /// Nil for one that is only referred to.
  static func endpoint(_ value: Provenance) -> Endpoint? {
    guard case .decoded(let decoded)? = value.steps.first?.assignment?.value else { return nil }
    var draft = ConfigurationDraft()
    decoded.apply(&draft, value.path)
    let target = draft.targets.values.first
    return target?.options.endpoint ?? target?.perSignal.values.first?.endpoint
  }
}
