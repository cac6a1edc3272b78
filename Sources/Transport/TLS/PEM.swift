import NIOSSL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads the PEM files that `tls` settings name.
enum PEM {
  static func certificates(
    _ file: String, _ setting: TLSOptionsError.Setting
  ) throws(TLSOptionsError) -> [NIOSSLCertificate] {
    let bytes = try contents(file, setting)
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
      throw TLSOptionsError(
        setting: setting, file: file,
        problem: "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)")
    }
    return certificates
  }

  static func privateKey(
    _ file: String, _ setting: TLSOptionsError.Setting
  ) throws(TLSOptionsError) -> NIOSSLPrivateKey {
    let bytes = try contents(file, setting)
    guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
      throw TLSOptionsError(
        setting: setting, file: file, problem: "holds no private key in PEM form that needs no passphrase")
    }
    return key
  }

  /// Far more than any bundle of authorities; a setting that names a device ends here.
  private static let sizeLimit = 16 << 20

  private static func contents(
    _ file: String, _ setting: TLSOptionsError.Setting
  ) throws(TLSOptionsError) -> [UInt8] {
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw TLSOptionsError(setting: setting, file: file, problem: "cannot be opened: \(systemReason())")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < sizeLimit {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      guard count >= 0 else {
        throw TLSOptionsError(setting: setting, file: file, problem: "cannot be read: \(systemReason())")
      }
      if count == 0 { break }
      bytes += chunk.prefix(count)
    }
    guard !bytes.isEmpty else { throw TLSOptionsError(setting: setting, file: file, problem: "is empty") }
    return bytes
  }

  private static func systemReason() -> String {
    unsafe String(cString: strerror(errno))
  }
}
