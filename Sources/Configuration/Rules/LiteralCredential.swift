/// Credentials that stand in a file instead of being referred to.
enum LiteralCredential {
  static let page = RulePage(
    .literalCredential, "literal-credential", .warning, "A credential is written out in the file.",
    """
    Headers that carry credentials (authorization, api-key, x-…-token and their like), `privacy.pseudonym_key` and \
    keys in the query of an endpoint are looked at. A file of profiles is committed, copied into images and read \
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
    if case .reset = assignment.value { return nil }
    let components = assignment.path.components
    switch (components.first, components.last) {
    case ("targets", "endpoint"):
      guard let written = assignment.literal, CredentialName.isInQuery(of: written) else { return nil }
      return "has a credential in its query"
    case ("targets", let name?) where components.dropLast().last == "headers":
      return CredentialName.isHeader(name) ? assignment.literalKind : nil
    case ("privacy", "pseudonym_key"): return assignment.literalKind
    default: return nil
    }
  }
}

extension Assignment {
  /// The text if no reference is in it.
  fileprivate var literal: String? { written.contains("${") ? nil : written }

  /// What of a credential stands in the file itself, in words; nil if it is only referred to.
  fileprivate var literalKind: String? {
    guard written.contains("${") else { return "is a credential written out" }
    var scan = ReferenceScan(written)
    while let piece = try? scan.next() {
      guard case .reference(.environment(_, .text(let text)?)) = piece.content, !text.isEmpty else {
        continue
      }
      return "has a credential as the default of its reference, written out"
    }
    return nil
  }
}
