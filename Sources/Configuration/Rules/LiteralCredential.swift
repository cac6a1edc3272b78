/// Credentials that stand in a file instead of being referred to.
enum LiteralCredential {
  static let page = RulePage(
    .literalCredential, "literal-credential", .warning, "A credential is written out in the file.",
    """
    Headers that carry credentials (authorization, api-key, x-…-token and their like), `privacy.pseudonym_key`, \
    what `prometheus.auth` asks for, and keys in the query of an endpoint are looked at. A file of profiles is committed, copied into images and read \
    by many; what stands in it is no secret. Refer to it instead: ${env:NAME} or ${file:/path}. What comes through \
    a reference is never printed.

    A credential that was committed should be replaced, not only moved.
    """,
    wrong: #"targets: { default: { endpoint: "https://collector.internal", headers: { api-key: 8bDq4 } } }"#,
    right: """
      targets:
        default: { endpoint: "https://collector.internal", headers: { api-key: "${env:COLLECTOR_KEY}" } }
      """)
}

extension LiteralCredential {
  /// What a bundle or profile itself says; used or not, it stands in the file.
  static func findings(_ assignments: [Assignment]) -> [Diagnostic] {
    assignments.compactMap { assignment in
      guard let what = credential(assignment) else { return nil }
      return Diagnostic(
        .warning, .literalCredential,
        "`\(assignment.path)` \(what) in the file; refer to it with `${env:NAME}` or `${file:/path}`",
        at: assignment.place, path: assignment.path)
    }
  }

  private static func credential(_ assignment: Assignment) -> String? {
    guard assignment.isMasked else { return nil }
    let components = assignment.path.components
    switch (components.first, components.last) {
    case ("targets", "endpoint"): return "has a credential in it, written out"
    case ("targets", let name?) where components.dropLast().last == "headers":
      guard Credentials.isHeader(name) else { return nil }
    case ("privacy", "pseudonym_key"), ("prometheus", "password"), ("prometheus", "bearer_token"): break
    default: return nil
    }
    return assignment.written.contains("${")
      ? "is a credential of which a part is written out" : "is a credential written out"
  }
}
