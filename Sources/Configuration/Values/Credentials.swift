/// What is a credential, and how a text is shown without it.
enum Credentials {
  static let words = [
    "authorization", "token", "secret", "password", "passwd", "api-key", "api_key", "apikey", "access-key",
    "access_key", "license-key", "license_key", "credential", "cookie", "signature",
  ]

  private static let wordBytes = words.map { Array($0.utf8) }

  /// Whether a key usually stands before a credential.
  static func isName(_ key: some StringProtocol) -> Bool {
    let key = key.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    return wordBytes.contains { key.holds($0) }
  }

  /// A sensitive text as it may be shown: references as they stand, a scheme such as `Bearer ` before
  /// one, and `[secret]` for everything else, the default inside a reference included.
  static func masked(_ text: String) -> String {
    var scan = ReferenceScan(text)
    let scalars = Array(text.unicodeScalars)
    var (shown, literal) = ("", "")
    var hasReference = false
    do {
      while let piece = try scan.next() {
        var written = String.UnicodeScalarView()
        written.append(contentsOf: scalars[piece.offset..<piece.offset + piece.length])
        guard case .reference(let reference) = piece.content else {
          literal += String(written)
          continue
        }
        hasReference = true
        shown += maskedLiteral(literal) + masked(reference, String(written))
        literal = ""
      }
    } catch {
      return Assignment.hidden
    }
    return hasReference ? shown + maskedLiteral(literal) : Assignment.hidden
  }

  private static func masked(_ reference: Reference, _ written: String) -> String {
    guard case .environment(let name, .text(let text)) = reference, !text.isEmpty else { return written }
    return "${env:\(name):-\(Assignment.hidden)}"
  }

  /// A word of letters that is told apart from what follows: `Bearer `, `token=`, `user:`.
  private static func maskedLiteral(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let last = bytes.last else { return "" }
    let word = bytes.dropLast()
    let isWord =
      word.count <= 20 && word.allSatisfy { (65...90).contains($0) || (97...122).contains($0) || $0 == 45 }
    return isWord && " =:,".utf8.contains(last) ? text : Assignment.hidden
  }

  /// A text that is no credential as a whole, without those that a URL may hold: what stands before an
  /// `@`, and the values of a query whose names are those of credentials.
  static func maskedURL(_ text: String) -> String {
    guard let separator = text.firstRange(of: "://") else { return text }
    let rest = text[separator.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    let query = rest.dropFirst(authority.count).drop { $0 != "?" }
    let path = rest.dropFirst(authority.count).dropLast(query.count)
    var host = String(authority)
    if let at = authority.lastIndex(of: "@") { host = Assignment.hidden + authority[at...] }
    let parameters = query.split(separator: "&", omittingEmptySubsequences: false).map { parameter in
      guard let equals = parameter.firstIndex(of: "="), isParameter(parameter[..<equals]) else {
        return String(parameter)
      }
      return parameter[...equals] + masked(String(parameter[parameter.index(after: equals)...]))
    }
    return text[..<separator.upperBound] + host + path + parameters.joined(separator: "&")
  }

  private static func isParameter(_ name: Substring) -> Bool {
    let name = name.drop { $0 == "?" }
    return isName(name) || ["key", "sig", "signature", "auth", "code", "pwd"].contains(name.lowercased())
  }
}
