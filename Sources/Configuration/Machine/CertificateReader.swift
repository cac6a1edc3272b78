/// Looks into PEM files, for which this room has no library.
package protocol CertificateReader: Sendable {
  /// When each certificate of a file is valid, in the file's order; empty if it holds none, or one that
  /// cannot be read.
  func validities(ofCertificates pem: [UInt8]) -> [CertificateValidity]
  /// Whether the file holds a private key that needs no passphrase.
  func isPrivateKey(_ pem: [UInt8]) -> Bool
  /// Whether a private key is the one of a chain's first certificate.
  func isKey(_ key: [UInt8], ofChain chain: [UInt8]) -> Bool
}

/// In seconds since 1970, both ends included.
package struct CertificateValidity: Sendable, Equatable {
  package var notBefore: Int64
  package var notAfter: Int64

  package init(notBefore: Int64, notAfter: Int64) {
    self.notBefore = notBefore
    self.notAfter = notAfter
  }
}
