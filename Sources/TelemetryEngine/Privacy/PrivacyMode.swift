/// How much about people and systems leaves.
package enum PrivacyMode: Sendable, CaseIterable {
  /// An allow-list of attribute keys; the rest is dropped.
  case strict
  /// People and their machines' paths are anonymised.
  case balanced
  /// Only credentials go.
  case minimal
}

/// Why something was changed or left out; counted one by one.
package enum PrivacyRule: Int, CaseIterable, Sendable {
  case credentialKey
  case authorization
  case jsonWebToken
  case privateKey
  case knownToken
  case urlPassword
  case email
  case homeDirectory
  case ipAddress
  case userID
  case statement
  case template
  case notAllowed

  /// The `rule` label of `hephaestus_gw_redactions_total`.
  package var name: String {
    switch self {
    case .credentialKey: "credential_key"
    case .authorization: "authorization"
    case .jsonWebToken: "json_web_token"
    case .privateKey: "private_key"
    case .knownToken: "known_token"
    case .urlPassword: "url_password"
    case .email: "email"
    case .homeDirectory: "home_directory"
    case .ipAddress: "ip_address"
    case .userID: "user_id"
    case .statement: "statement"
    case .template: "template"
    case .notAllowed: "not_allowed"
    }
  }
}
