internal import Configuration
internal import NIOCore
internal import Transport

extension OTLPServerOptions {
  /// - Throws: `StartError` for TLS files that cannot be used.
  init(_ configuration: GatewayConfiguration, maxBufferedBytes: Int) throws(StartError) {
    self.init()
    let receivers = configuration.receivers
    grpc = try Listener(receivers.grpcListen, receivers.grpcTLS, name: "grpc")
    http = try Listener(receivers.httpListen, receivers.httpTLS, name: "http")
    maxMessageSize = receivers.maxMessageSize
    self.maxBufferedBytes = maxBufferedBytes
    requestTimeout = .nanoseconds(receivers.requestTimeout.nanoseconds)
    maxConnectionAge = .nanoseconds(receivers.maxConnectionAge.nanoseconds)
    maxConnections = configuration.limits.connections
    maxConnectionsPerAddress = configuration.limits.connectionsPerAddress
  }
}

extension OTLPServerOptions.Listener {
  fileprivate init(
    _ address: GatewayConfiguration.ListenAddress, _ tls: GatewayConfiguration.ListenerTLS, name: String
  ) throws(StartError) {
    self.init(host: address.host, port: address.port)
    guard tls != GatewayConfiguration.ListenerTLS() else { return }
    guard let certFile = tls.certFile, let keyFile = tls.keyFile else {
      throw .configuration("receivers.otlp.\(name).tls: needs both cert_file and key_file")
    }
    do throws(TLSOptionsError) {
      let server = try ServerTLS(
        ServerTLSOptions(certFile: certFile, keyFile: keyFile, clientCAFile: tls.clientCAFile))
      makeTLSHandler = { server.makeHandler() }
    } catch {
      throw .configuration("receivers.otlp.\(name).tls: \(error)")
    }
  }
}

extension Duration {
  /// Whole nanoseconds, clamped.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? (seconds < 0 ? .min : .max) : product &+ attoseconds / 1_000_000_000
  }
}

extension SocketAddress {
  /// `host:port`, for a log line.
  var shown: String {
    guard let ipAddress, let port else { return "\(self)" }
    return ipAddress.contains(":") ? "[\(ipAddress)]:\(port)" : "\(ipAddress):\(port)"
  }
}
