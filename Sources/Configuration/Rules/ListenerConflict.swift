/// Listeners that cannot both have their address.
enum ListenerConflict {
  static let page = RulePage(
    .listenerConflict, "listener-conflict", .error, "Two listeners have the same address.",
    """
    The receivers for gRPC and HTTP, the Prometheus listener and the admin listener each need a port of their own; \
    0.0.0.0 and :: overlap with every other host. The gateway would not start (exit status 69). Change one of the \
    ports. Port 0, which lets the system choose, never conflicts.
    """,
    wrong: #"receivers: { otlp: { grpc: { listen: "127.0.0.1:4318" } } }"#,
    right: #"receivers: { otlp: { grpc: { listen: "127.0.0.1:4317" } } }"#)
}
