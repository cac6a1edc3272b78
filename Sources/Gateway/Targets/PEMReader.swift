package import Configuration
internal import Transport

/// Looks into PEM files with the library that uses them later.
package struct PEMReader: CertificateReader {
  package init() {}

  package func validities(ofCertificates pem: [UInt8]) -> [CertificateValidity] {
    PEMInspection.validities(ofCertificates: pem).map {
      CertificateValidity(notBefore: $0.notBefore, notAfter: $0.notAfter)
    }
  }

  package func isPrivateKey(_ pem: [UInt8]) -> Bool { PEMInspection.isPrivateKey(pem) }

  package func isKey(_ key: [UInt8], ofChain chain: [UInt8]) -> Bool {
    PEMInspection.isKey(key, ofChain: chain)
  }
}
