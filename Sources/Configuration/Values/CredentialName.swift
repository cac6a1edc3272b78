/// Names that credentials go by.
enum CredentialName {
  static let words = [
    "authorization", "token", "secret", "password", "passwd", "api-key", "api_key", "apikey", "access-key",
    "access_key", "license-key", "license_key", "credential", "cookie", "signature",
  ]
  private static let wordBytes = words.map { Array($0.utf8) }
  /// Headers of backends whose key has a name of its own.
  private static let headers: Set<String> = [
    "x-honeycomb-team", "x-insert-key", "x-scope-key", "uptrace-dsn",
  ]

  /// Whether a header of that name carries a credential.
  static func isHeader(_ name: String) -> Bool {
    headers.contains(name.lowercased()) || holdsWord(name)
  }

  /// Whether the query of a URL has a parameter that is a credential.
  static func isInQuery(of url: String) -> Bool {
    guard let query = url.firstIndex(of: "?") else { return false }
    return url[url.index(after: query)...].split(separator: "&").contains { pair in
      guard let equals = pair.firstIndex(of: "=") else { return false }
      return equals != pair.indices.last && isParameter(pair[..<equals])
    }
  }

  /// Whether a parameter of a query is one.
  static func isParameter(_ name: some StringProtocol) -> Bool {
    ["key", "sig", "code", "auth", "pwd"].contains(name.lowercased()) || holdsWord(name)
  }

  private static func holdsWord(_ name: some StringProtocol) -> Bool {
    let name = name.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return wordBytes.contains { name.holds($0) }
  }
}
