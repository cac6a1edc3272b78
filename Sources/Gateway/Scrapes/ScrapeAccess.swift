internal import Configuration
internal import Transport

/// Who may scrape.
struct ScrapeAccess: Sendable {
  private let credentials: [[UInt8]]
  private let challenges: [String]

  init(_ auth: GatewayConfiguration.ScrapeAuth) {
    var credentials: [[UInt8]] = []
    var challenges: [String] = []
    if let username = auth.username, let password = auth.password {
      credentials.append(Array("basic \(base64Padded(Array("\(username):\(password.revealed)".utf8)))".utf8))
      challenges.append(#"Basic realm="metrics", charset="UTF-8""#)
    }
    if let token = auth.bearerToken {
      credentials.append(Array("bearer \(token.revealed)".utf8))
      challenges.append(#"Bearer realm="metrics""#)
    }
    self.credentials = credentials
    self.challenges = challenges
  }

  /// The answer to a scraper that did not show what is asked for; nil when it may scrape.
  func refusal(_ authorization: String?) -> StatusResponse? {
    if credentials.isEmpty { return nil }
    let given = Self.normalized(authorization ?? "")
    // Every one is compared, so that the time says nothing about which one is near.
    let matches = credentials.map { Self.isEqual($0, given) }
    if matches.contains(true) { return nil }
    return .text(
      401, "credentials are needed", headers: challenges.map { ("www-authenticate", $0) })
  }

  /// With the scheme, in which case does not count, in lower case and one space behind it.
  private static func normalized(_ authorization: String) -> [UInt8] {
    let parts = authorization.split(separator: " ", maxSplits: 1)
    guard parts.count == 2 else { return [] }
    return Array("\(parts[0].lowercased()) \(parts[1].drop { $0 == " " })".utf8)
  }

  /// Takes as long whatever the first difference is.
  private static func isEqual(_ secret: [UInt8], _ given: [UInt8]) -> Bool {
    var difference = secret.count ^ given.count
    for index in secret.indices {
      difference |= Int(secret[index] ^ (index < given.count ? given[index] : 0))
    }
    return difference == 0
  }
}
