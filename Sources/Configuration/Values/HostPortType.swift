extension ValueType where Value == GatewayConfiguration.ListenAddress {
  /// Where to listen: `127.0.0.1:4317`, `[::1]:4317`, `localhost:0`.
  package static let hostPort = ValueType(
    .hostPort, "`host:port`, such as `127.0.0.1:4317` or `[::1]:4317`",
    decode: decodeHostPort,
    format: { address in
      address.host.contains(":") ? "[\(address.host)]:\(address.port)" : "\(address.host):\(address.port)"
    })

  private static func decodeHostPort(_ scalar: ScalarText) throws(ValueProblem) -> Value {
    let text = scalar.text
    if text.contains("://") { throw ValueProblem(hint: "it is where to listen, not a URL") }
    guard let (host, port) = HostText.split(text) else { throw ValueProblem() }
    if host.isEmpty {
      throw ValueProblem(
        hint: "the host is missing; 0.0.0.0 is every address", suggestion: "127.0.0.1:\(port ?? "")")
    }
    guard HostText.isValid(host) else { throw ValueProblem() }
    guard let port else { throw ValueProblem(hint: "the port is missing") }
    guard let number = HostText.port(port) else {
      throw ValueProblem(.outOfRange, hint: "a port is a whole number from 0 to 65535")
    }
    return Value(host: host, port: number)
  }
}

/// The parts of `host:port`.
enum HostText {
  /// Splits at the last colon, IPv6 in brackets; nil if the brackets do not match or an IPv6 has none.
  static func split(_ text: some StringProtocol) -> (host: String, port: String?)? {
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return nil }
      let host = String(text[text.index(after: text.startIndex)..<close])
      let rest = text[text.index(after: close)...]
      guard host.contains(":"), rest.isEmpty || rest.hasPrefix(":") else { return nil }
      return (host, rest.isEmpty ? nil : String(rest.dropFirst()))
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { return nil }
    return (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
  }

  /// What `isValid` accepts, IPv6 with or without brackets.
  static let pattern = #"(?:[0-9A-Za-z_.-]{1,253}|\#(address)|\[\#(address)\])"#

  /// IPv6 without brackets.
  static let address = "[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*(?:%[0-9A-Za-z_.-]+)?"

  /// A name, an IPv4 or an IPv6 address, that one with or without a zone; what it means is for the resolver
  /// to say.
  static func isValid(_ host: String) -> Bool {
    guard !host.isEmpty, host.utf8.count <= 253 else { return false }
    guard host.contains(":") else { return host.utf8.allSatisfy(isNameByte) }
    let address = host.prefix { $0 != "%" }
    let zone = host.dropFirst(address.count)
    return address.count { $0 == ":" } >= 2
      && address.utf8.allSatisfy { isHexDigit($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
      && (zone.isEmpty || zone.count > 1 && zone.dropFirst().utf8.allSatisfy(isNameByte))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  static func port(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 5, text.utf8.allSatisfy({ (48...57).contains($0) }),
      let port = Int(text), port <= 65535
    else { return nil }
    return port
  }
}
