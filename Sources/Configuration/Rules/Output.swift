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
