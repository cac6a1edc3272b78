import TelemetryEngine

/// Where one client sends to, resolved and checked: what is left to fail is the network.
package struct TargetEndpoint: Sendable {
  package let wireProtocol: WireProtocol
  /// A name or an address; IPv6 without brackets.
  package let host: String
  package let port: Int
  /// Nil is plain text.
  package let tls: ClientTLS?
  /// The URL's path and query, HTTP only.
  package let path: String
  /// Whether `path` is the whole request path rather than a base for `v1/traces` and its like.
  package let pathIsFinal: Bool
  /// Sent with every request after the client's own.
  package let headers: [TargetHeader]
  /// Connections for one loop, HTTP only.
  package let maxConnections: Int
  /// `name/version`, unless `headers` have their own `user-agent`.
  package let userAgent: String

  package init(
    protocol wireProtocol: WireProtocol, host: String, port: Int, tls: ClientTLS? = nil,
    path: String = "", pathIsFinal: Bool = false, headers: [TargetHeader] = [],
    maxConnections: Int = 4, userAgent: String
  ) {
    self.wireProtocol = wireProtocol
    self.host = host
    self.port = port
    self.tls = tls
    self.path = path
    self.pathIsFinal = pathIsFinal
    self.headers = headers
    self.maxConnections = max(1, maxConnections)
    self.userAgent = userAgent
  }

  /// Host and port for `Host` and `:authority`, the port only where it is not the scheme's.
  var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (tls == nil ? 80 : 443) ? name : "\(name):\(port)"
  }

  /// Host and port, for messages.
  var name: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  /// The path and query of an OTLP/HTTP request: a final path as it is, a base with the signal's path
  /// behind it and the query kept (OpenTelemetry specification, "Endpoint URLs for OTLP/HTTP").
  func requestTarget(for signal: Signal) -> String {
    let query = path.firstIndex(of: "?").map { path[$0...] } ?? ""
    var base = path.dropLast(query.count)
    if pathIsFinal {
      return (base.hasPrefix("/") ? "" : "/") + path
    }
    while base.hasSuffix("/") { base = base.dropLast() }
    return (base.isEmpty || base.hasPrefix("/") ? "" : "/") + base + signal.httpPath + query
  }
}
