/// Base endpoints with the path of one signal, and endpoints of one signal without it.
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

  static let barePage = RulePage(
    .bareSignalEndpoint, "bare-signal-endpoint", .warning, "The endpoint of one signal has no path.",
    """
    Other than the endpoint of a target, that of one signal is used as it is, by OpenTelemetry's rules: without a path \
    requests go to `/`, where collectors answer 404. Write the whole path, such as `/v1/traces`.
    """,
    wrong: """
      targets: { default: { traces: { endpoint: "https://traces.internal" }, endpoint: "https://collector.internal" } }
      """,
    right: """
      targets:
        default:
          endpoint: "https://collector.internal"
          traces: { endpoint: "https://traces.internal/v1/traces" }
      """)
}

extension SignalPath {
  static let rule = ProfileRule(.signalPath, .bareSignalEndpoint) { profile in
    profile.endpoints.compactMap { endpoint in
      guard endpoint.endpoint.isNetwork, let transport = endpoint.transport, transport != .grpc else {
        return nil
      }
      return endpoint.signal.map { own(endpoint, $0) } ?? base(endpoint)
    }
  }

  private static func base(_ endpoint: PlacedEndpoint) -> Diagnostic? {
    let path = endpoint.endpoint.path.prefix { $0 != "?" }
    let bare = path.hasSuffix("/") ? path.dropLast() : path
    let signals = GatewayConfiguration.SignalName.allCases
    guard let signal = signals.first(where: { bare.hasSuffix("/v1/\($0.rawValue)") }) else { return nil }
    return Diagnostic(
      .signalPath,
      "`\(endpoint.path)` is a base to which `/v1/\(signal.rawValue)` is added; leave the path out, or set "
        + "`\(signal.rawValue).endpoint` if the target is for that signal alone", at: endpoint)
  }

  private static func own(
    _ endpoint: PlacedEndpoint, _ signal: GatewayConfiguration.SignalName
  ) -> Diagnostic? {
    guard ["", "/"].contains(endpoint.endpoint.path) else { return nil }
    return Diagnostic(
      .bareSignalEndpoint,
      "`\(endpoint.path)` is used as it is and has no path; collectors expect `/v1/\(signal.rawValue)`",
      at: endpoint)
  }
}
