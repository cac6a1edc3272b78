/// A target's `tls` settings. All files are PEM.
package struct ClientTLSOptions: Sendable, Equatable {
  /// The certificate authorities to trust instead of the system's; nil trusts the system's.
  package var caFile: String?
  /// The certificate chain to show to a server that asks for one, leaf first.
  package var certFile: String?
  /// The private key of `certFile`, not encrypted.
  package var keyFile: String?
  /// The name to ask for and to check the server's certificate against; nil is the target's host.
  package var serverName: String?

  package init(
    caFile: String? = nil, certFile: String? = nil, keyFile: String? = nil, serverName: String? = nil
  ) {
    self.caFile = caFile
    self.certFile = certFile
    self.keyFile = keyFile
    self.serverName = serverName
  }
}
