package import NIOCore
import NIOSSL

/// A receiver's `tls` settings. All files are PEM.
package struct ServerTLSOptions: Sendable, Equatable {
  /// The certificate chain, leaf first.
  package var certFile: String
  /// The private key of `certFile`, not encrypted.
  package var keyFile: String
  /// The certificate authorities of which every client must show a certificate; nil asks for none.
  package var clientCAFile: String?

  package init(certFile: String, keyFile: String, clientCAFile: String? = nil) {
    self.certFile = certFile
    self.keyFile = keyFile
    self.clientCAFile = clientCAFile
  }
}

/// TLS for a listener. Made once, off the event loops since it
/// reads files, and shared by them.
package struct ServerTLS: Sendable {
  private let context: NIOSSLContext

  /// `protocols` is what is spoken on a connection, in the order of preference.
  ///
  /// - Throws: `TLSOptionsError` for a file that cannot be used.
  package init(
    _ options: ServerTLSOptions, protocols: [WireProtocol] = [.grpc, .http]
  ) throws(TLSOptionsError) {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try PEM.certificates(options.certFile, .certFile).map { .certificate($0) },
      privateKey: .privateKey(try PEM.privateKey(options.keyFile, .keyFile)))
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = protocols.map(\.alpnName)
    if let file = options.clientCAFile {
      // A client has no host name to check, only an authority.
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .certificates(try PEM.certificates(file, .clientCAFile))
    }
    do {
      context = try NIOSSLContext(configuration: configuration)
    } catch {
      throw TLSOptionsError(
        setting: .keyFile, file: options.keyFile,
        problem: "is not the key of the certificate in tls.cert_file")
    }
  }

  /// The first handler of one new connection.
  package func makeHandler() -> any ChannelHandler {
    NIOSSLServerHandler(context: context)
  }
}
