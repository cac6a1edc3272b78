/// The port that the toolkit binds by itself.
enum ToolkitPort {
  static let page = RulePage(
    .toolkitPort, "toolkit-port", .warning,
    "Prometheus is on the port that the toolkit on this machine binds itself.",
    """
    The toolkit binds 0.0.0.0:9464 when its telemetry is enabled. A gateway that has programs of its own machine as \
    senders (both receivers on loopback) and scrapes on 9464 takes that port from them, or finds it taken: whichever \
    starts second fails or goes without metrics. Give one of them another port: `prometheus.port` here, or \
    HEPHAESTUS_PROMETHEUS_PORT for the programs.

    Reported only where the profile itself writes port 9464, since 9464 is also the default.
    """,
    wrong: "prometheus: { host: 127.0.0.1, port: 9464 }", right: "prometheus: { host: 127.0.0.1, port: 9465 }"
  )
}

extension ToolkitPort {
  static let rule = ProfileRule(.toolkitPort) { profile in
    guard let port = profile.placed("prometheus.port", \.prometheus.port), !port.isDefault,
      port.value == 9464,
      let isEnabled = profile.placed("prometheus.enabled", \.prometheus.enabled)?.value, isEnabled,
      let grpc = profile.placed("receivers.otlp.grpc.listen", \.receivers.grpcListen)?.value,
      let http = profile.placed("receivers.otlp.http.listen", \.receivers.httpListen)?.value,
      HostText.isLoopback(grpc.host), HostText.isLoopback(http.host)
    else { return [] }
    return [
      Diagnostic(
        .toolkitPort,
        "the receivers are for programs of this machine, where the toolkit binds 0.0.0.0:9464 itself; take another port",
        at: port)
    ]
  }
}
