/// What surrounds a configuration: the same file can be right on one machine and wrong on another.
package struct Machine: Sendable {
  package var environment: [String: String]
  package var files: any FileReader
  /// Nil leaves what is inside certificates and keys to those who use them.
  package var certificates: (any CertificateReader)?
  /// In seconds since 1970, for the dates of certificates.
  package var now: Int64
  /// Where this program keeps what must outlive it; nil where there is no such place.
  package var stateDirectory: String?

  package init(
    environment: [String: String], files: any FileReader = LocalFiles(),
    certificates: (any CertificateReader)? = nil, now: Int64 = 0, stateDirectory: String? = nil
  ) {
    self.environment = environment
    self.files = files
    self.certificates = certificates
    self.now = now
    self.stateDirectory = stateDirectory
  }

  /// Its own name, to know itself by; nil where it does not say.
  var hostName: String? {
    guard let bytes = try? files.read("/proc/sys/kernel/hostname", maxBytes: 1024) else { return nil }
    return String(validating: bytes, as: UTF8.self).map { String($0.trimmed) }
  }
}
