import NIOCore
import NIOSSL

/// TLS for the connections to one target: the server's certificate must lead to a trusted authority
/// and name the server. Made once, off the event loops since it reads files, and shared by them.
package struct ClientTLS: Sendable {
  private let context: NIOSSLContext
  /// Nil when the target's host is an IP address, which a certificate names in another way.
  private let serverName: String?

  /// - Throws: `TLSOptionsError` for a file or a name that cannot be used.
  package init(
    _ options: ClientTLSOptions, host: String, protocol wireProtocol: WireProtocol
  ) throws(TLSOptionsError) {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.certificateVerification = .fullVerification
    configuration.applicationProtocols = [wireProtocol.alpnName]
    if let file = options.caFile {
      configuration.trustRoots = .certificates(try PEM.certificates(file, .caFile))
    }
    try Self.addIdentity(options, to: &configuration)
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw Self.contextError(options)
    }
    serverName = try Self.serverName(options, host: host)
  }

  /// A handler for one new connection.
  func makeHandler() throws -> NIOSSLClientHandler {
    try NIOSSLClientHandler(context: context, serverHostname: serverName)
  }

  private static func addIdentity(
    _ options: ClientTLSOptions, to configuration: inout TLSConfiguration
  ) throws(TLSOptionsError) {
    switch (options.certFile, options.keyFile) {
    case (nil, nil): return
    case (let certFile?, nil):
      throw TLSOptionsError(setting: .certFile, file: certFile, problem: "needs tls.key_file beside it")
    case (nil, let keyFile?):
      throw TLSOptionsError(setting: .keyFile, file: keyFile, problem: "needs tls.cert_file beside it")
    case (let certFile?, let keyFile?):
      configuration.certificateChain = try PEM.certificates(certFile, .certFile).map { .certificate($0) }
      configuration.privateKey = .privateKey(try PEM.privateKey(keyFile, .keyFile))
    }
  }

  /// The files were read by then, so what is left to fail is that they do not fit each other.
  private static func contextError(_ options: ClientTLSOptions) -> TLSOptionsError {
    guard let keyFile = options.keyFile else {
      return TLSOptionsError(
        setting: .caFile, file: options.caFile,
        problem: "the system's certificate authorities cannot be loaded; name a file of your own")
    }
    return TLSOptionsError(
      setting: .keyFile, file: keyFile, problem: "is not the key of the certificate in tls.cert_file")
  }

  private static func serverName(
    _ options: ClientTLSOptions, host: String
  ) throws(TLSOptionsError) -> String? {
    guard let name = options.serverName else { return isAddress(host) ? nil : host }
    guard !name.isEmpty, !isAddress(name) else {
      throw TLSOptionsError(
        setting: .serverName, file: nil, problem: "must be a host name; leave it out to check an address")
    }
    return name
  }

  private static func isAddress(_ host: String) -> Bool {
    (try? SocketAddress(ipAddress: host, port: 0)) != nil
  }
}
