/// Over what an OTLP target is spoken to.
package enum WireProtocol: Sendable, Hashable {
  /// gRPC over HTTP/2.
  case grpc
  /// OTLP/HTTP over HTTP/1.1, with protobuf or JSON bodies.
  case http

  /// The name in TLS's application-layer protocol negotiation (RFC 7301).
  var alpnName: String {
    switch self {
    case .grpc: "h2"
    case .http: "http/1.1"
    }
  }
}
