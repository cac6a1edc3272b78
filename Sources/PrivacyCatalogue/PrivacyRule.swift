/// Why something was changed or left out; counted one by one.
package enum PrivacyRule: Int, CaseIterable, Sendable {
  case credentialKey
  case authorization
  case jsonWebToken
  case privateKey
  case knownToken
  case urlPassword
  case credentialParameter
  case email
  case homeDirectory
  case ipAddress
  case paymentCard
  case phoneNumber
  case queryValue
  case userID
  case statement
  case template
  case traceState
  case unknownField
  case notAllowed
  case ownDrop
  case ownRedact
  case ownHash
  case ownPattern

  /// The `rule` label of `hephaestus_gw_redactions_total`.
  package var name: String {
    switch self {
    case .credentialKey: "credential_key"
    case .authorization: "authorization"
    case .jsonWebToken: "json_web_token"
    case .privateKey: "private_key"
    case .knownToken: "known_token"
    case .urlPassword: "url_password"
    case .credentialParameter: "credential_parameter"
    case .email: "email"
    case .homeDirectory: "home_directory"
    case .ipAddress: "ip_address"
    case .paymentCard: "payment_card"
    case .phoneNumber: "phone_number"
    case .queryValue: "query_value"
    case .userID: "user_id"
    case .statement: "statement"
    case .template: "template"
    case .traceState: "trace_state"
    case .unknownField: "unknown_field"
    case .notAllowed: "not_allowed"
    case .ownDrop: "own_drop"
    case .ownRedact: "own_redact"
    case .ownHash: "own_hash"
    case .ownPattern: "own_pattern"
    }
  }
}
