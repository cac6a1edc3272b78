/// Base endpoints with the path of one signal.
enum SignalPath {
  static let page = RulePage(
    .signalPath, "signal-path", .warning, "The base endpoint ends in the path of one signal.",
    """
    The endpoint of a target is a base: the gateway adds `/v1/traces`, `/v1/metrics` and `/v1/logs` itself, and would \
    ask for /v1/traces/v1/traces. Remove the path; or, if the target is for one signal only, set the endpoint of \
    that signal (`targets.NAME.traces.endpoint`), which is used as it is.
    """,
    wrong: #"targets: { default: { endpoint: "https://collector.internal:4318/v1/traces" } }"#,
    right: #"targets: { default: { endpoint: "https://collector.internal:4318" } }"#)
}
