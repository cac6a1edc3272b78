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
