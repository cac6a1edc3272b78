internal import Configuration
internal import NIOCore
internal import Transport

extension OTLPServerOptions {
  init(_ configuration: GatewayConfiguration, maxBufferedBytes: Int) {
    self.init()
    let receivers = configuration.receivers
    grpc = Listener(host: receivers.grpcListen.host, port: receivers.grpcListen.port)
    http = Listener(host: receivers.httpListen.host, port: receivers.httpListen.port)
    maxMessageSize = receivers.maxMessageSize
    self.maxBufferedBytes = maxBufferedBytes
    requestTimeout = .nanoseconds(receivers.requestTimeout.nanoseconds)
    maxConnectionAge = .nanoseconds(receivers.maxConnectionAge.nanoseconds)
    maxConnections = configuration.limits.connections
    maxConnectionsPerAddress = configuration.limits.connectionsPerAddress
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
