/// Keys whose values are credentials in any mode.
package enum CredentialKeys {
  private static let single: Set<String> = [
    "password", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets", "authorization", "cookie",
    "cookies", "credential", "credentials", "apikey", "bearer", "jwt", "otp", "signature", "sig",
  ]
  private static let pairs: Set<String> = [
    "api key", "access key", "private key", "secret key", "signing key", "encryption key", "account key",
    "set cookie", "auth token", "access token", "refresh token", "session token", "id token",
  ]
  private static let squeezed = [
    "password", "passwd", "apikey", "accesstoken", "authtoken", "refreshtoken", "sessiontoken",
    "securitytoken", "secretkey", "privatekey", "clientsecret", "accesskey", "sharedaccesssignature",
  ]

  static func contains(_ key: KeyWords) -> Bool {
    if key.words.contains(where: single.contains) { return true }
    // `auth_token` is one, `input_tokens` and `token.type` are not.
    if key.words.last == "token" { return true }
    for (first, second) in zip(key.words, key.words.dropFirst()) where pairs.contains("\(first) \(second)") {
      return true
    }
    return squeezed.contains { key.joined.contains($0) }
  }

  /// Whether `name` in `name=value`, within a text, says that the value is a credential.
  package static func isParameter(_ name: String) -> Bool { contains(KeyWords(name)) }
}
