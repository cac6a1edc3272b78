extension HostText {
  /// Whether a host is this machine whatever its name: loopback, or the address that means "here".
  static func isLocal(_ host: String) -> Bool { isLoopback(host) || isWildcard(host) }

  static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    if host.hasPrefix("127."), host.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }) {
      return true
    }
    if host.hasPrefix("::ffff:127.") { return true }
    return ["localhost", "localhost.", "ip6-localhost", "::1"].contains(host) || host.hasSuffix(".localhost")
  }

  /// Whether listening there is listening at every address: `0.0.0.0`, `::` and other ways to write zero.
  static func isWildcard(_ host: String) -> Bool {
    !host.isEmpty && host.utf8.allSatisfy { "0:.".utf8.contains($0) }
  }

  /// Whether two listeners at one port of these hosts would take it from each other. Of names it is known
  /// only if they are the same.
  static func overlap(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.lowercased(), right.lowercased())
    if left == right { return true }
    for (one, other) in [(left, right), (right, left)] where isWildcard(one) {
      // `::` takes IPv4 too; 0.0.0.0 leaves IPv6 alone.
      return one.contains(":") || !other.contains(":") || isWildcard(other)
    }
    let loopbacks: Set<String> = ["localhost", "127.0.0.1", "::1"]
    return loopbacks.contains(left) && loopbacks.contains(right)
      && (left == "localhost" || right == "localhost")
  }
}
