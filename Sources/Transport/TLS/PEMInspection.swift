internal import NIOSSL

/// What can be said of PEM files without a connection.
package enum PEMInspection {
  /// When each certificate is valid, in seconds since 1970 and in the order of the file; empty if there is
  /// none, or one that cannot be read.
  package static func validities(
    ofCertificates pem: [UInt8]
  ) -> [(notBefore: Int64, notAfter: Int64)] {
    let certificates = (try? NIOSSLCertificate.fromPEMBytes(pem)) ?? []
    return certificates.map { (Int64($0.notValidBefore), Int64($0.notValidAfter)) }
  }

  /// Whether it holds a private key that needs no passphrase.
  package static func isPrivateKey(_ pem: [UInt8]) -> Bool {
    (try? NIOSSLPrivateKey(bytes: pem, format: .pem)) != nil
  }

  /// Whether a private key is the one of a chain's first certificate.
  package static func isKey(_ key: [UInt8], ofChain chain: [UInt8]) -> Bool {
    guard let key = try? NIOSSLPrivateKey(bytes: key, format: .pem),
      let certificates = try? NIOSSLCertificate.fromPEMBytes(chain)
    else { return false }
    let configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
    return (try? NIOSSLContext(configuration: configuration)) != nil
  }
}
