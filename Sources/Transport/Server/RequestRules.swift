internal import NIOCore
internal import TelemetryEngine

/// Decides by the headers alone whether a request's body is wanted.
struct RequestRules {
  /// Bytes after decompression.
  var maxMessageSize: Int

  /// What to do with an accepted request's body.
  struct Plan: Equatable {
    var signal: Signal
    var transport: OTLPTransport
    var encoding: ContentEncoding
  }

  /// Bytes before decompression: what does not compress grows a little.
  var maxPackedSize: Int { maxMessageSize + maxMessageSize / 256 + 1024 }

  func maxWireSize(_ encoding: ContentEncoding) -> Int {
    encoding == .identity ? maxMessageSize : maxPackedSize
  }

  /// `roomLeft` is how many bytes of bodies may still be received.
  func judge(_ head: RequestHead, roomLeft: Int) throws(Refusal) -> Plan {
    let plan = try head.isGRPC ? judgeGRPC(head) : judgeHTTP(head)
    if let length = head.contentLength, length > maxWireSize(plan.encoding) + framing(plan.transport) {
      throw .tooLarge(limit: maxMessageSize)
    }
    guard roomLeft > 0, head.contentLength ?? 0 <= roomLeft else { throw .overloaded }
    return plan
  }

  private func framing(_ transport: OTLPTransport) -> Int {
    transport == .grpc ? MessageReader.prefixLength : 0
  }

  private func judgeGRPC(_ head: RequestHead) throws(Refusal) -> Plan {
    guard head.isPost else {
      throw Refusal(.methodNotAllowed, .unimplemented, "gRPC needs POST", http: 405)
    }
    guard case .grpc(let signal) = head.route else {
      throw Refusal(.notFound, .unimplemented, "no such method; this is an OTLP receiver")
    }
    guard head.mediaType == .grpc else {
      throw .notGRPC
    }
    guard let encoding = head.grpcEncoding else { throw .unsupportedEncoding(header: "grpc-encoding") }
    switch head.grpcTimeout {
    case .malformed: throw Refusal(.malformed, .internal, "grpc-timeout is malformed")
    case .after(let time) where time <= .nanoseconds(0): throw .deadlineExceeded
    case .after, nil: break
    }
    return Plan(signal: signal, transport: .grpc, encoding: encoding)
  }

  private func judgeHTTP(_ head: RequestHead) throws(Refusal) -> Plan {
    if case .grpc = head.route { throw .notGRPC }
    guard case .http(let signal) = head.route else {
      throw Refusal(
        .notFound, .notFound, "no such path; OTLP/HTTP has /v1/traces, /v1/metrics and /v1/logs")
    }
    guard head.isPost else {
      throw Refusal(.methodNotAllowed, .unimplemented, "OTLP/HTTP needs POST", http: 405)
    }
    guard head.mediaType == .protobuf else {
      throw Refusal(
        .unsupportedMediaType, .invalidArgument, "the content type must be application/x-protobuf", http: 415)
    }
    guard let encoding = head.contentEncoding else {
      throw .unsupportedEncoding(header: "content-encoding")
    }
    return Plan(signal: signal, transport: .http, encoding: encoding)
  }
}
