/// Profiles of which less comes out than one would think.
enum Output {
  static let nonePage = RulePage(
    .noOutput, "no-output", .warning, "Neither a target nor Prometheus: nothing comes out.",
    """
    The profile is enabled, has no target, and `prometheus.enabled` is false: everything is received and counted as \
    dropped. Add a target or enable Prometheus; to switch telemetry off, set `enabled: false`, which says so. A \
    target may also come from OTEL_EXPORTER_OTLP_ENDPOINT, which is not known here.
    """,
    wrong: "enabled: true\nprometheus: { enabled: false }", right: "enabled: false")

  static let signalPage = RulePage(
    .signalWithoutTarget, "signal-without-target", .warning, "A signal goes to no target.",
    """
    The targets take some signals only (`signals`, or an endpoint of one signal alone), and one of traces, metrics and \
    logs is left over: it is accepted from programs and dropped. For metrics Prometheus counts as taking them. Add the \
    signal to a target. If nobody sends it, or it should be dropped, say so on the line: `# hg-ignore HG116`.
    """,
    wrong: #"targets: { default: { endpoint: "https://collector.internal", signals: [traces, metrics] } }"#,
    right: #"targets: { default: { endpoint: "https://collector.internal" } }"#)

  static let notEnabledPage = RulePage(
    .notEnabled, "not-enabled", .warning, "The profile has targets and nothing enables it.",
    """
    Telemetry is off unless `enabled: true` or HEPHAESTUS_TELEMETRY_ENABLED=true says otherwise; off, everything is \
    accepted and discarded. Write `enabled: true`, or `enabled: false` if the environment should decide. A profile \
    that others extend is not reported.
    """,
    wrong: #"targets: { default: { endpoint: "https://collector.internal" } }"#,
    right: "enabled: true\nprometheus: { host: 127.0.0.1 }\n"
      + #"targets: { default: { endpoint: "https://collector.internal" } }"#)
}

extension Output {
  static let rule = ProfileRule(.noOutput, .signalWithoutTarget, .notEnabled) { profile in
    guard !profile.isSwitchedOff else { return [] }
    return [none(profile), signals(profile), notEnabled(profile)].compactMap { $0 }
  }

  private static func none(_ profile: ResolvedProfile) -> Diagnostic? {
    guard profile.configuration.enabled, profile.targetNames.isEmpty,
      let prometheus = profile.placed("prometheus.enabled", \.prometheus.enabled), !prometheus.value
    else { return nil }
    return Diagnostic(
      .noOutput,
      "there is no target and no Prometheus: nothing comes out; add a target or write `enabled: false`",
      at: prometheus)
  }

  private static func signals(_ profile: ResolvedProfile) -> Diagnostic? {
    let taken = profile.configuration.targets.values.reduce(into: Set()) { $0.formUnion($1.signals) }
    guard !profile.targetNames.isEmpty, isKnown(profile),
      let prometheus = profile.placed("prometheus.enabled", \.prometheus.enabled)
    else { return nil }
    let lost = GatewayConfiguration.SignalName.allCases.filter { signal in
      !taken.contains(signal) && !(signal == .metrics && prometheus.value)
    }
    guard !lost.isEmpty, let place = deciding(profile) else { return nil }
    let names = lost.map { "`\($0.rawValue)`" }.joined(separator: " and ")
    return Diagnostic(
      .warning, .signalWithoutTarget, "no target takes \(names): accepted from programs, and dropped",
      at: place.place, path: place.path)
  }

  /// Whether it is known of every target which signals it takes.
  private static func isKnown(_ profile: ResolvedProfile) -> Bool {
    let signals = GatewayConfiguration.SignalName.allCases.map { [$0.rawValue, "endpoint"] }
    return profile.targetNames.allSatisfy { name in
      guard profile.configuration.targets[name] != nil, !profile.faulty.contains(target: name) else {
        return false
      }
      return ([["signals"], ["endpoint"]] + signals).allSatisfy { rest in
        if case .unknown? = profile.settings.assignment(at: SettingPath(["targets", name] + rest))?.value {
          return false
        }
        return true
      }
    }
  }

  /// The first `signals`, else the first endpoint of one signal.
  private static func deciding(_ profile: ResolvedProfile) -> Assignment? {
    let signals = profile.targetNames.lazy.compactMap { name in
      profile.settings.assignment(at: SettingPath(["targets", name, "signals"]))
    }
    return signals.first ?? profile.endpoints.first.flatMap { profile.settings.assignment(at: $0.path) }
  }

  private static func notEnabled(_ profile: ResolvedProfile) -> Diagnostic? {
    guard let enabled = profile.placed("enabled", \.enabled), enabled.isDefault, !profile.isExtended,
      let target = profile.targetNames.first(where: { !profile.faulty.contains(target: $0) })
    else { return nil }
    return Diagnostic(
      .notEnabled,
      "telemetry is not enabled, so the target `\(target)` gets nothing; write `enabled: true`",
      at: enabled)
  }
}
