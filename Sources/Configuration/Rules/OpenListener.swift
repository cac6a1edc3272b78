/// Listeners that everybody can reach.
enum OpenListener {
  static let page = RulePage(
    .openListener, "open-listener", .warning, "A listener is open to every address, without TLS.",
    """
    0.0.0.0 and :: are all addresses of the machine. Whoever can reach a receiver there can send telemetry, and who \
    can reach the Prometheus port can read the numbers. The built-in host of Prometheus is 0.0.0.0, as the toolkit's \
    guide has it, so an enabled profile that does not set `prometheus.host` is reported too, unless \
    `prometheus.auth` or a `client_ca_file` says who may scrape. Bind 127.0.0.1 if only \
    programs on this machine need it; give receivers a certificate, and for clients that are known a \
    `client_ca_file`.

    In a container, or where a firewall stands before it, say so: `# hg-ignore HG113 the network policy allows \
    Prometheus only`.
    """,
    wrong: #"receivers: { otlp: { http: { listen: "0.0.0.0:4318" } } }"#,
    right: #"receivers: { otlp: { http: { listen: "127.0.0.1:4318" } } }"#)
}

extension OpenListener {
  static let rule = ProfileRule(.openListener) { profile in
    profile.listeners.compactMap { listener in
      guard HostText.isWildcard(listener.host), !isProtected(listener, profile) else { return nil }
      switch listener.kind {
      case .admin: return nil
      case .prometheus where listener.hostIsDefault: return builtIn(listener, profile)
      case .prometheus:
        return finding(listener, "can read the metrics; bind 127.0.0.1 or say with `prometheus.auth` who may")
      case .grpc, .http:
        return finding(listener, "can send telemetry; bind 127.0.0.1 or set `tls` with a certificate")
      }
    }
  }

  /// The settings that make an open listener one for those who are meant, by listener.
  private static func isProtected(_ listener: Listener, _ profile: ResolvedProfile) -> Bool {
    let settings: [String] =
      switch listener.kind {
      case .grpc: ["receivers.otlp.grpc.tls.cert_file"]
      case .http: ["receivers.otlp.http.tls.cert_file"]
      case .prometheus:
        ["prometheus.auth.password", "prometheus.auth.bearer_token", "prometheus.tls.client_ca_file"]
      case .admin: []
      }
    return settings.contains { setting in
      profile.settings.assignment(at: SettingPath(setting.split(separator: ".").map(String.init))) != nil
    }
  }

  private static func finding(_ listener: Listener, _ who: String) -> Diagnostic {
    Diagnostic(
      .warning, .openListener,
      "`\(listener.hostPath)` is every address of the machine: who can reach it \(who)",
      at: listener.hostPlace, path: listener.hostPath)
  }

  /// Only where telemetry is on for sure: switched off, nothing listens.
  private static func builtIn(_ listener: Listener, _ profile: ResolvedProfile) -> Diagnostic? {
    guard let enabled = profile.placed("enabled", \.enabled), enabled.value else { return nil }
    return Diagnostic(
      .warning, .openListener,
      "the built-in `prometheus.host` is 0.0.0.0, every address of the machine; set it to 127.0.0.1 or to what "
        + "should be open", at: listener.hostPlace, path: listener.hostPath)
  }
}
