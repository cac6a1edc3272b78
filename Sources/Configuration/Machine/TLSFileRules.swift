/// Looks at PEM files before anything starts: what is wrong with a certificate must not wait for the first
/// connection to be missed.
struct TLSFileRules {
  /// Far more than any bundle of authorities; a setting that names a device ends here.
  private static let maxBytes = 16 << 20

  let machine: Machine
  let settings: ResolvedSettings
  private(set) var diagnostics: [Diagnostic] = []
  private var contents: [String: [UInt8]] = [:]

  init(machine: Machine, settings: ResolvedSettings) {
    self.machine = machine
    self.settings = settings
  }

  mutating func check(_ files: TLSFiles) {
    let chain = files.chain.flatMap { chain in bytes(of: chain).map { (chain, $0) } }
    let key = files.key.flatMap { key in bytes(of: key).map { (key, $0) } }
    let authorities = files.authorities.flatMap { file in bytes(of: file).map { (file, $0) } }
    if let (key, _) = key { checkMode(of: key) }
    guard let reader = machine.certificates else { return }
    if let (file, bytes) = authorities { checkAuthorities(file, bytes, reader) }
    let isChain = chain.map { checkChain($0, $1, reader) } ?? false
    guard let (keyFile, keyBytes) = key else { return }
    guard reader.isPrivateKey(keyBytes) else {
      return report(.notPEM, keyFile, "holds no private key in PEM form that needs no passphrase")
    }
    guard isChain, let (_, chainBytes) = chain, !reader.isKey(keyBytes, ofChain: chainBytes) else { return }
    report(.keyMismatch, keyFile, "is not the key of the certificate in `cert_file`")
  }

  private mutating func bytes(of file: TLSFiles.File) -> [UInt8]? {
    if let known = contents[file.name] { return known }
    do throws(FileProblem) {
      let bytes = try machine.files.read(file.name, maxBytes: Self.maxBytes)
      contents[file.name] = bytes
      return bytes
    } catch {
      let shown = isSecret(file) ? "" : ", `\(file.name.shown)`"
      add(.error, .unreadable, file, "\(subject(file)) names a file that cannot be read\(shown): \(error)")
      return nil
    }
  }

  private mutating func checkMode(of key: TLSFiles.File) {
    guard let mode = ExposedFile.mode(of: key.name, in: machine.files) else { return }
    report(
      .exposedSecret, key,
      "holds a private key that every user of this machine can read (mode \(mode)); `chmod 600` it")
  }

  /// Only the first certificate counts: chains are often passed on with an old cross-signed one at the end.
  private mutating func checkChain(
    _ file: TLSFiles.File, _ bytes: [UInt8], _ reader: any CertificateReader
  ) -> Bool {
    guard let own = reader.validities(ofCertificates: bytes).first else {
      report(.notPEM, file, Self.noCertificate)
      return false
    }
    checkDates(file, own, "a certificate that")
    return true
  }

  /// One authority that is valid is enough: bundles keep old ones.
  private mutating func checkAuthorities(
    _ file: TLSFiles.File, _ bytes: [UInt8], _ reader: any CertificateReader
  ) {
    let all = reader.validities(ofCertificates: bytes)
    guard let last = all.max(by: { $0.notAfter < $1.notAfter }) else {
      return report(.notPEM, file, Self.noCertificate)
    }
    checkDates(file, last, all.count == 1 ? "an authority that" : "authorities of which the last")
  }

  private static let noCertificate = "holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`)"

  private mutating func checkDates(_ file: TLSFiles.File, _ validity: CertificateValidity, _ what: String) {
    for (code, problem) in CertificateDates.problems(of: validity, now: machine.now) {
      report(code, file, "holds \(what) \(problem)")
    }
  }
}

extension TLSFileRules {
  private func isSecret(_ file: TLSFiles.File) -> Bool {
    settings.assignment(at: file.path)?.isSecret ?? false
  }

  private func subject(_ file: TLSFiles.File) -> String {
    settings.assignment(at: file.path)?.subject ?? "`\(file.path)`"
  }

  private mutating func report(_ code: DiagnosticCode, _ file: TLSFiles.File, _ problem: String) {
    let shown = isSecret(file) ? "its file" : "`\(file.name.shown)`"
    add(code.page.severity, code, file, "\(subject(file)): \(shown) \(problem)")
  }

  private mutating func add(
    _ severity: Diagnostic.Severity, _ code: DiagnosticCode, _ file: TLSFiles.File, _ message: String
  ) {
    diagnostics.append(
      Diagnostic(
        severity, code, message, at: settings.assignment(at: file.path)?.place, path: file.path))
  }
}

extension TLSFileRules {
  static let notPEMPage = RulePage(
    .notPEM, "not-pem", .error, "A file of a `tls` section holds no certificate or key in PEM form.",
    """
    `cert_file`, `ca_file` and `client_ca_file` hold certificates (`-----BEGIN CERTIFICATE-----`), a chain with the \
    own certificate first; `key_file` holds one private key without a passphrase. A file in DER form is turned into \
    PEM by `openssl x509 -inform der -in FILE` or `openssl pkey -inform der -in FILE`; `openssl pkey -in FILE` asks \
    for a passphrase once and writes the key without it.
    """)

  static let keyMismatchPage = RulePage(
    .keyMismatch, "key-mismatch", .error, "The private key is not the one of the certificate.",
    """
    `key_file` must hold the key with which the first certificate in `cert_file` was requested. Two causes are usual: \
    only one of the two files was renewed, or the chain in `cert_file` does not begin with the own certificate. \
    `openssl x509 -in CERT -noout -pubkey` and `openssl pkey -in KEY -pubout` print the same for files that belong \
    together.
    """)
}
