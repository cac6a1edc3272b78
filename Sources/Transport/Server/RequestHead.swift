internal import NIOCore
internal import TelemetryEngine

/// What the server needs to know of a request's headers, over HTTP/1.1 or HTTP/2, collected field by
/// field without keeping any text.
struct RequestHead {
  enum Route: Equatable {
    case grpc(Signal)
    case http(Signal)
    case unknown
  }

  /// A `content-encoding` or `grpc-encoding`; nil is one that the gateway does not know.
  typealias Encoding = ContentEncoding?

  var isPost = false
  var isHead = false
  var route = Route.unknown
  var mediaType = MediaType.missing
  var contentEncoding: Encoding = .identity
  var grpcEncoding: Encoding = .identity
  var contentLength: Int?
  var grpcTimeout: GRPCTimeout?
  var expectsContinue = false
  var asksForUpgrade = false

  /// Notes one field; unknown ones are ignored. Names may be in any case.
  mutating func note(name: Span<UInt8>, value: Span<UInt8>) {
    switch name.count {
    case 5:
      if name.equals(":path") { route = Self.route(value) }
    case 6:
      if name.equalsIgnoringCase("expect") { expectsContinue = value.equalsIgnoringCase("100-continue") }
    case 7:
      if name.equalsIgnoringCase("upgrade") { asksForUpgrade = true }
      if name.equals(":method") {
        isPost = value.equals("POST")
        isHead = value.equals("HEAD")
      }
    case 12:
      if name.equalsIgnoringCase("content-type") {
        mediaType = MediaType(value)
      } else if name.equalsIgnoringCase("grpc-timeout") {
        grpcTimeout = GRPCTimeout(value)
      }
    case 13:
      if name.equalsIgnoringCase("grpc-encoding") { grpcEncoding = Self.encoding(value) }
    case 14:
      if name.equalsIgnoringCase("content-length") { contentLength = value.decimal }
    case 16:
      if name.equalsIgnoringCase("content-encoding") { contentEncoding = Self.encoding(value) }
    default: break
    }
  }

  /// Looks at the path alone: neither a query nor the authority of an absolute form (RFC 9112,
  /// section 3.2.2) matters. A trailing slash is another path.
  static func route(_ target: Span<UInt8>) -> Route {
    var start = 0
    if target.starts(with: "http://") || target.starts(with: "https://") {
      start = 8
      while start < target.count, target[start] != UInt8(ascii: "/") { start += 1 }
    }
    var end = start
    while end < target.count, target[end] != UInt8(ascii: "?") { end += 1 }
    let path = target.extracting(start..<end)
    if path.equals("/opentelemetry.proto.collector.trace.v1.TraceService/Export") { return .grpc(.traces) }
    if path.equals("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export") {
      return .grpc(.metrics)
    }
    if path.equals("/opentelemetry.proto.collector.logs.v1.LogsService/Export") { return .grpc(.logs) }
    if path.equals("/v1/traces") { return .http(.traces) }
    if path.equals("/v1/metrics") { return .http(.metrics) }
    if path.equals("/v1/logs") { return .http(.logs) }
    return .unknown
  }

  private static func encoding(_ value: Span<UInt8>) -> Encoding {
    let name = value.extracting(value.trimmedRange(0..<value.count))
    if name.isEmpty || name.equalsIgnoringCase("identity") { return .identity }
    if name.equalsIgnoringCase("gzip") || name.equalsIgnoringCase("x-gzip") { return .gzip }
    if name.equalsIgnoringCase("zstd") { return .zstd }
    return nil
  }

  /// Whether the request speaks gRPC; the rest is OTLP/HTTP.
  var isGRPC: Bool { mediaType == .grpc || mediaType == .otherGRPC }

  /// The signal that the path names, whatever else is wrong with the request.
  var signal: Signal? {
    switch route {
    case .grpc(let signal), .http(let signal): signal
    case .unknown: nil
    }
  }
}
