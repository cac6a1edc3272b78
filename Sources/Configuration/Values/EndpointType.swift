/// The endpoint of a target as it is written, before the protocol says what becomes of it.
package struct Endpoint: Sendable, Equatable {
  package enum Scheme: String, Sendable, CaseIterable {
    case http, https, grpc, grpcs, file, console, discard
  }

  package var scheme: Scheme
  /// In lower case, IPv6 without brackets; empty for `file`, `console` and `discard`.
  package var host = ""
  /// The scheme's own port where none is written: 80, 443, and 4317 for `grpc` and `grpcs`.
  package var port = 0
  /// With the query, as written; of a `file` the path, relative to the state directory unless it begins
  /// with `/`.
  package var path = ""
  /// As written.
  package var text: String
}

extension ValueType where Value == Endpoint {
  package static let endpoint = ValueType(
    .endpoint,
    "an endpoint: `http://`, `https://`, `grpc://` or `grpcs://` with host[:port], `file:///path`, `console:` "
      + "or `discard:`",
    decode: { (scalar) throws(ValueProblem) in try Endpoint(parsing: scalar.text) },
    format: { $0.text })
}

extension Endpoint {
  init(parsing text: String) throws(ValueProblem) {
    guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw ValueProblem(hint: "it holds a space or a character outside ASCII")
    }
    guard let colon = text.firstIndex(of: ":"), let scheme = Scheme(rawValue: text[..<colon].lowercased())
    else {
      throw Self.unknownScheme(text)
    }
    self.init(scheme: scheme, text: text)
    let rest = text[text.index(after: colon)...]
    switch scheme {
    case .console, .discard:
      guard rest.isEmpty || rest == "//" else { throw ValueProblem(hint: "nothing follows the colon") }
    case .file: path = try Self.filePath(rest)
    case .http, .https, .grpc, .grpcs: try parseAuthority(rest)
    }
  }

  private static func unknownScheme(_ text: String) -> ValueProblem {
    guard let separator = text.firstRange(of: "://") else {
      if text == "console" || text == "discard" {
        return ValueProblem(hint: "the colon is missing", suggestion: text + ":", isCertain: true)
      }
      return ValueProblem(hint: "it has no scheme", suggestion: "http://\(text)")
    }
    let word = String(text[..<separator.lowerBound])
    let nearest = Suggestion.nearest(to: word, among: Scheme.allCases.map(\.rawValue))
    return ValueProblem(suggestion: nearest.map { $0 + text[separator.lowerBound...] })
  }

  private static func filePath(_ rest: Substring) throws(ValueProblem) -> String {
    let path = rest.hasPrefix("//") ? rest.dropFirst(2) : rest
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, !last.isEmpty, last != "." else {
      throw ValueProblem(hint: "the name of the file is missing")
    }
    guard !parts.contains("..") else { throw ValueProblem(hint: "`..` is not allowed in the path") }
    return String(path)
  }

  private mutating func parseAuthority(_ rest: Substring) throws(ValueProblem) {
    guard rest.hasPrefix("//") else { throw ValueProblem(hint: "`//` is missing after the scheme") }
    guard !rest.contains("#") else { throw ValueProblem(hint: "a fragment (`#…`) has no meaning here") }
    let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else {
      throw ValueProblem(hint: "credentials do not belong in the URL; use `headers`")
    }
    guard let (host, port) = HostText.split(authority), HostText.isValid(host) else {
      throw ValueProblem(hint: "the host is missing or is not one")
    }
    self.host = host.lowercased()
    path = String(rest.dropFirst(2 + authority.count))
    guard let port else { return self.port = defaultPort }
    guard let number = HostText.port(port), number > 0 else {
      throw ValueProblem(.outOfRange, hint: "a port is a whole number from 1 to 65535")
    }
    self.port = number
  }

  private var defaultPort: Int {
    switch scheme {
    case .http: 80
    case .https: 443
    case .grpc, .grpcs: 4317
    case .file, .console, .discard: 0
    }
  }

  /// Whether the connection is encrypted.
  var isTLS: Bool { scheme == .https || scheme == .grpcs }

  var isNetwork: Bool { ![.file, .console, .discard].contains(scheme) }
}
