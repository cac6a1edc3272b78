internal import Configuration
internal import NIOCore
internal import TelemetryEngine
internal import Transport

extension OTLPServerOptions {
  /// - Throws: `StartError` for TLS files that cannot be used.
  init(_ configuration: GatewayConfiguration, maxBufferedBytes: Int) throws(StartError) {
    self.init()
    let receivers = configuration.receivers
    grpc = Listener(receivers.grpcListen)
    grpc.makeTLSHandler = try receivers.grpcTLS.makeHandler("receivers.otlp.grpc.tls", [.grpc, .http])
    http = Listener(receivers.httpListen)
    http.makeTLSHandler = try receivers.httpTLS.makeHandler("receivers.otlp.http.tls", [.grpc, .http])
    maxMessageSize = receivers.maxMessageSize
    self.maxBufferedBytes = maxBufferedBytes
    requestTimeout = .nanoseconds(receivers.requestTimeout.wholeNanoseconds)
    maxConnectionAge = .nanoseconds(receivers.maxConnectionAge.wholeNanoseconds)
    maxConnections = configuration.limits.connections
    maxConnectionsPerAddress = configuration.limits.connectionsPerAddress
  }
}

extension OTLPServerOptions.Listener {
  fileprivate init(_ address: GatewayConfiguration.ListenAddress) {
    self.init(host: address.host, port: address.port)
  }
}

extension GatewayConfiguration.ListenerTLS {
  /// What makes the first handler of a connection; nil for plain text.
  ///
  /// - Throws: `StartError` for files that cannot be used; `setting` is the path of this section.
  func makeHandler(
    _ setting: String, _ protocols: [WireProtocol]
  ) throws(StartError) -> (@Sendable () throws -> any ChannelHandler)? {
    guard self != GatewayConfiguration.ListenerTLS() else { return nil }
    guard let certFile, let keyFile else {
      throw .configuration("\(setting): needs both cert_file and key_file")
    }
    do throws(TLSOptionsError) {
      let server = try ServerTLS(
        ServerTLSOptions(certFile: certFile, keyFile: keyFile, clientCAFile: clientCAFile),
        protocols: protocols)
      return { server.makeHandler() }
    } catch {
      throw .configuration("\(setting): \(error)")
    }
  }
}

extension SocketAddress {
  /// `host:port`, for a log line.
  var shown: String {
    guard let ipAddress, let port else { return "\(self)" }
    return ipAddress.contains(":") ? "[\(ipAddress)]:\(port)" : "\(ipAddress):\(port)"
  }
}
