internal import Configuration
internal import Transport

/// How listeners take connections.
struct ListenerOptions: Sendable {
  var receivers: OTLPServerOptions
  /// Of the scrape listener; nil is plain text.
  var scrapeTLS: StatusServer.MakeTLSHandler?

  /// - Throws: `StartError` for TLS files that cannot be used.
  init(_ configuration: GatewayConfiguration, maxBufferedBytes: Int) throws(StartError) {
    receivers = try OTLPServerOptions(configuration, maxBufferedBytes: maxBufferedBytes)
    scrapeTLS = try configuration.prometheus.tls.makeHandler("prometheus.tls", [.http])
  }
}
