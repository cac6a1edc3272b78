internal import YAMLTree

/// An address that a profile makes the gateway listen at.
struct Listener {
  enum Kind {
    case grpc, http, prometheus, admin
  }

  let kind: Kind
  let host: String
  let port: Int
  let hostPath: SettingPath
  let hostPlace: SourceRange?
  let hostIsDefault: Bool
  let portPath: SettingPath
  let portPlace: SourceRange?
  /// Whether the port is the built-in one.
  let isDefault: Bool
}

extension ResolvedProfile {
  /// The listeners whose address is known, in the order in which findings prefer them.
  var listeners: [Listener] {
    let addresses = [
      listener(.grpc, placed("receivers.otlp.grpc.listen", \.receivers.grpcListen)),
      listener(.http, placed("receivers.otlp.http.listen", \.receivers.httpListen)),
      listener(.admin, placed("admin.listen", \.admin.listen)),
    ]
    return (addresses + [prometheus]).compactMap { $0 }
  }

  private func listener(_ kind: Listener.Kind, _ listen: Placed<GatewayConfiguration.ListenAddress>?)
    -> Listener?
  {
    guard let listen else { return nil }
    return Listener(
      kind: kind, host: listen.value.host, port: listen.value.port, hostPath: listen.path,
      hostPlace: listen.place, hostIsDefault: listen.isDefault, portPath: listen.path,
      portPlace: listen.place,
      isDefault: listen.isDefault)
  }

  /// None where it is disabled, or where telemetry as a whole is.
  private var prometheus: Listener? {
    guard let isEnabled = placed("prometheus.enabled", \.prometheus.enabled)?.value, isEnabled,
      !isSwitchedOff,
      let host = placed("prometheus.host", \.prometheus.host),
      let port = placed("prometheus.port", \.prometheus.port)
    else { return nil }
    return Listener(
      kind: .prometheus, host: host.value, port: port.value, hostPath: host.path, hostPlace: host.place,
      hostIsDefault: host.isDefault, portPath: port.path, portPlace: port.place, isDefault: port.isDefault)
  }
}
