/// What each mode does, for people: one row for each class of what can be private.
package struct PrivacyTable {
  package struct Row: Sendable {
    /// The class.
    package let name: String
    /// Where it is looked for.
    package let appliesTo: String
    package let minimal: String
    package let balanced: String
    package let strict: String
  }

  package static let rows: [Row] = [
    Row(
      name: "Credentials by key", appliesTo: "values under keys such as `password` or `api_key`",
      minimal: "replaced", balanced: "replaced", strict: "replaced"),
    Row(
      name: "E-mail addresses", appliesTo: "any text", minimal: "stay", balanced: "pseudonym",
      strict: "pseudonym"),
  ]
}
