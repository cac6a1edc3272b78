/// A `tls` setting that cannot be used. Names the setting and the file, never what is in the file.
package struct TLSOptionsError: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Setting: String, Sendable {
    case caFile = "ca_file"
    case certFile = "cert_file"
    case keyFile = "key_file"
    case serverName = "server_name"
    case clientCAFile = "client_ca_file"
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
