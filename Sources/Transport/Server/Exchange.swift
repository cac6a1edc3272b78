internal import NIOCore
internal import TelemetryEngine

/// One request from its first header to its answer.
final class Exchange {
  var head = RequestHead()
  let startedAt: NIODeadline
  /// Set when the headers are complete and the body is wanted.
  var plan: RequestRules.Plan?
  var reader: MessageReader?
  /// Body bytes taken from the loop's allowance.
  var charged = 0

  init(startedAt: NIODeadline) { self.startedAt = startedAt }

  var transport: OTLPTransport { head.isGRPC ? .grpc : .http }

  /// Whether the client's own deadline has passed.
  func isPastDeadline(now: NIODeadline) -> Bool {
    guard case .after(let time) = head.grpcTimeout else { return false }
    return now - startedAt >= time
  }
}

extension Refusal {
  init(_ failure: MessageReader.Failure, limit: Int) {
    self =
      switch failure {
      case .tooLarge: .tooLarge(limit: limit)
      case .badFlag: Refusal(.malformed, .internal, "the compressed flag of the message is neither 0 nor 1")
      case .severalMessages:
        Refusal(.malformed, .unimplemented, "a unary call has exactly one request message, and more came")
      case .noMessage:
        Refusal(.malformed, .unimplemented, "a unary call has exactly one request message, and none came")
      case .truncated: Refusal(.malformed, .internal, "the request ended before its message did")
      }
  }

  init(_ error: InflateError, transport: OTLPTransport) {
    switch error {
    case .tooLarge(let limit): self = .tooLarge(limit: limit)
    case .malformed(let reason):
      // gRPC's own table of codes says INTERNAL for what does not decompress; HTTP's is 400.
      self = Refusal(.malformed, transport == .grpc ? .internal : .invalidArgument, reason)
    }
  }
}
