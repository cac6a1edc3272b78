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

/// A `tls` setting that cannot be used. Names the setting and the file, never what is in the file.
package struct TLSOptionsError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Setting: String, Sendable {
    case caFile = "ca_file"
    case certFile = "cert_file"
    case keyFile = "key_file"
    case serverName = "server_name"
  }

  package var setting: Setting
  /// The file that the setting names; nil when the setting names none.
  package var file: String?
  /// What is wrong and what to do.
  package var problem: String

  package var description: String {
    file.map { "tls.\(setting.rawValue): \($0): \(problem)" } ?? "tls.\(setting.rawValue): \(problem)"
  }
}
