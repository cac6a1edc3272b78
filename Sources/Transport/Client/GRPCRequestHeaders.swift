import TelemetryEngine

/// Makes the header lists of requests to one endpoint (gRPC over HTTP/2, "Requests"). Each is built
/// once, since requests differ in little.
final class GRPCRequestHeaders {
  private struct Key: Hashable {
    var signal: Signal
    var encoding: ContentEncoding
    var timeout: Duration
  }

  private let endpoint: TargetEndpoint
  private var built: [Key: HTTP2Headers] = [:]
  /// A target has one timeout, or one for each signal; past this somebody varies it.
  private static let keptLimit = 32

  init(_ endpoint: TargetEndpoint) { self.endpoint = endpoint }

  func headers(for request: OutgoingRequest) -> HTTP2Headers {
    let key = Key(signal: request.signal, encoding: request.encoding, timeout: request.timeout)
    if let headers = built[key] { return headers }
    if built.count >= Self.keptLimit { built = [:] }
    let headers = HTTP2Headers(fields(key))
    built[key] = headers
    return headers
  }

  private func fields(_ key: Key) -> [HTTP2Headers.Field] {
    var fields: [HTTP2Headers.Field] = [
      .init(":method", "POST"),
      .init(":scheme", endpoint.tls == nil ? "http" : "https"),
      .init(":path", key.signal.grpcPath),
      .init(":authority", endpoint.authority),
    ]
    if key.timeout > .zero { fields.append(.init("grpc-timeout", grpcTimeoutText(key.timeout))) }
    fields.append(.init("content-type", "application/grpc"))
    fields.append(.init("te", "trailers"))
    if key.encoding != .identity { fields.append(.init("grpc-encoding", key.encoding.rawValue)) }
    if !endpoint.headers.contains(where: { $0.name == "user-agent" }) {
      fields.append(.init("user-agent", endpoint.userAgent))
    }
    for header in endpoint.headers {
      fields.append(.init(header.name, header.value, isSensitive: true))
    }
    return fields
  }
}
