package import NIOCore

/// What an `OTLPServer` listens on and what it allows. Sizes in bytes.
package struct OTLPServerOptions: Sendable {
  /// One listening socket. Either serves OTLP/gRPC and OTLP/HTTP alike.
  package struct Listener: Sendable {
    /// A name or an address, IPv6 without brackets.
    package var host: String
    /// 0 lets the system choose.
    package var port: Int
    /// Makes the first handler of each connection, for TLS; nil is plain text.
    package var makeTLSHandler: (@Sendable () throws -> any ChannelHandler)?

    package init(
      host: String, port: Int, makeTLSHandler: (@Sendable () throws -> any ChannelHandler)? = nil
    ) {
      self.host = host
      self.port = port
      self.makeTLSHandler = makeTLSHandler
    }
  }

  package var grpc = Listener(host: "127.0.0.1", port: 4317)
  package var http = Listener(host: "127.0.0.1", port: 4318)
  /// Of one message after decompression. Default 64 MiB. Past it RESOURCE_EXHAUSTED without a delay,
  /// or 413.
  package var maxMessageSize = 64 << 20
  /// Of all bodies being received on one loop. Default 64 MiB. Past it UNAVAILABLE with a delay, or
  /// 503. Raised to one whole message if it is less.
  package var maxBufferedBytes = 64 << 20
  /// From a request's first byte to its last. Default 30 s. Past it DEADLINE_EXCEEDED, or 408.
  package var requestTimeout = TimeAmount.seconds(30)
  /// Without a request. Default 10 min; before the first request it is the request timeout.
  package var idleTimeout = TimeAmount.minutes(10)
  /// Then a connection is asked to go. Default 1 h, give or take a tenth.
  package var maxConnectionAge = TimeAmount.hours(1)
  /// How long one that was asked to go may take. Default 30 s.
  package var connectionGrace = TimeAmount.seconds(30)
  /// Open at a time, of both listeners. Past it new ones are closed at once.
  package var maxConnections = 20_000
  package var maxConnectionsPerAddress = 20_000
  /// Header limits hold for HTTP/1.1 too.
  package var http2 = HTTP2SessionConfiguration()

  package init() {}
}
