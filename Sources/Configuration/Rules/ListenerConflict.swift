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

extension ListenerConflict {
  static let rule = ProfileRule(.listenerConflict) { profile in
    let listeners = profile.listeners.filter { $0.port != 0 }
    return listeners.indices.compactMap { index in
      let listener = listeners[index]
      // Told at the later of two, unless only the earlier is written down.
      let others = listeners.indices.filter { other in
        guard other != index, listeners[other].overlaps(listener) else { return false }
        return listeners[other].isDefault == listener.isDefault ? other < index : listeners[other].isDefault
      }
      guard !others.isEmpty else { return nil }
      let names = others.map { "`\(listeners[$0].portPath)`" }.joined(separator: " and ")
      return Diagnostic(
        .error, .listenerConflict,
        "`\(listener.portPath)` is port \(listener.port), and so \(others.count == 1 ? "is" : "are") \(names); give each its own",
        at: listener.portPlace, path: listener.portPath)
    }
  }
}

extension Listener {
  fileprivate func overlaps(_ other: Listener) -> Bool {
    port == other.port && HostText.overlap(host, other.host)
  }
}
