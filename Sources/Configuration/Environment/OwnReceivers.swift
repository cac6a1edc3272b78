/// The addresses at which this gateway receives OTLP, to recognise a target that would feed it its own
/// output.
struct OwnReceivers: Sendable {
  private let listens: [GatewayConfiguration.ListenAddress]
  private let hostName: String?

  /// - Parameters:
  ///   - receivers: Where this gateway listens.
  ///   - hostName: This machine's; nil where files are judged alone.
  init(_ receivers: GatewayConfiguration.Receivers, hostName: String?) {
    listens = [receivers.grpcListen, receivers.httpListen]
    self.hostName = hostName?.lowercased()
  }

  /// The receiver that an endpoint is, or nil. A receiver on port 0 is none: its port is not known yet.
  func own(_ endpoint: Endpoint) -> GatewayConfiguration.ListenAddress? {
    guard endpoint.isNetwork else { return nil }
    return listens.first { listen in
      listen.port == endpoint.port
        && (isThisMachine(endpoint.host) || endpoint.host == listen.host.lowercased())
    }
  }

  private func isThisMachine(_ host: String) -> Bool {
    host == hostName || HostText.isLocal(host)
  }
}
