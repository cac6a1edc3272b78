/// Ports that need root.
enum PrivilegedPort {
  static let page = RulePage(
    .privilegedPort, "privileged-port", .warning, "A listener has a port below 1024.",
    """
    Linux lets only root, or a process with CAP_NET_BIND_SERVICE, bind it, and the gateway should run as neither. \
    Choose a port from 1024 on: 4317 for gRPC, 4318 for HTTP, 9464 for Prometheus.
    """,
    wrong: "prometheus: { host: 127.0.0.1, port: 80 }", right: "prometheus: { host: 127.0.0.1, port: 9464 }")
}

extension PrivilegedPort {
  static let rule = ProfileRule(.privilegedPort) { profile in
    profile.listeners.filter { (1..<1024).contains($0.port) }.map { listener in
      Diagnostic(
        .warning, .privilegedPort,
        "`\(listener.portPath)` is port \(listener.port), which only root may bind; take one from 1024 on",
        at: listener.portPlace, path: listener.portPath)
    }
  }
}
