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
