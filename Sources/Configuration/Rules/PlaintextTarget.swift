/// Targets on other hosts that are reached without TLS.
enum PlaintextTarget {
  static let page = RulePage(
    .plaintextTarget, "plaintext-target", .warning, "Telemetry goes to another host without TLS.",
    """
    `http://` and `grpc://` send in the clear: whoever is on the way can read and change what leaves. Addresses of \
    this machine (127.0.0.0/8, ::1, localhost) are fine. Use `https://` or `grpcs://`; for a certificate of your own \
    authority set `tls.ca_file`.

    Where something else encrypts (a mesh, a tunnel), say so on the line: `# hg-ignore HG104 the mesh encrypts`.
    """,
    wrong: #"targets: { default: { endpoint: "http://collector.internal:4318" } }"#,
    right: #"targets: { default: { endpoint: "https://collector.internal:4318" } }"#)

  static let credentialPage = RulePage(
    .plaintextCredential, "plaintext-credential", .warning, "A credential crosses the network without TLS.",
    """
    The target has a header with a credential, and its endpoint is `http://` or `grpc://` on another host: whoever is \
    on the way can take the credential and use it. Use `https://` or `grpcs://`.

    Likewise what `prometheus.auth` asks of scrapers on other hosts: give the listener a certificate (`prometheus.tls`).
    """,
    wrong: """
      targets:
        default: { endpoint: "http://collector.internal", headers: { authorization: "Bearer ${env:TOKEN}" } }
      """,
    right: """
      targets:
        default: { endpoint: "https://collector.internal", headers: { authorization: "Bearer ${env:TOKEN}" } }
      """)
}

extension PlaintextTarget {
  static let rule = ProfileRule(.plaintextTarget, .plaintextCredential) { profile in
    profile.endpoints.filter { $0.isRemote && !$0.endpoint.isTLS && !$0.signals.isEmpty }.flatMap {
      endpoint in
      let credentials = endpoint.headers.filter { Credentials.isHeader($0.path.components.last ?? "") }
      return credentials.isEmpty ? [plaintext(endpoint)] : credentials.map { exposed($0, endpoint) }
    }
  }

  private static func plaintext(_ endpoint: PlacedEndpoint) -> Diagnostic {
    let (scheme, secure) = endpoint.schemes
    return Diagnostic(
      .plaintextTarget,
      "`\(endpoint.path)` sends to \(endpoint.address) without TLS; write `\(secure)://` instead of `\(scheme)://`",
      at: endpoint)
  }

  private static func exposed(_ header: Assignment, _ endpoint: PlacedEndpoint) -> Diagnostic {
    Diagnostic(
      .warning, .plaintextCredential,
      "\(header.subject) goes to \(endpoint.address) without TLS, where others can read it; write "
        + "`\(endpoint.schemes.secure)://` in the endpoint",
      at: header.place, path: header.path)
  }
}

extension PlacedEndpoint {
  /// What the endpoint begins with, and the same with TLS.
  fileprivate var schemes: (plain: String, secure: String) {
    let isGRPC = endpoint.scheme == .grpc || endpoint.scheme == .grpcs
    return isGRPC ? ("grpc", "grpcs") : ("http", "https")
  }
}
