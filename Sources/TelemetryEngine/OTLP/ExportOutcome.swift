/// How one attempt to deliver an export request ended, seen from the sending side.
package enum ExportOutcome: Sendable, Equatable {
  /// The peer took the request, perhaps without some items. Never sent again.
  case accepted(ExportResponse)
  /// The peer answered with a failure.
  case refused(ExportRefusal)
  /// No answer: could not connect, connection lost, timed out. May be sent again.
  case unanswered(reason: String)
  /// The peer answered with something that must not be tried again, such as a reply over the size
  /// limit (OTLP 1.11: a client treats an over-limit response as non-retryable).
  case unusable(reason: String)
}

/// A failure that a peer answered, with what decides whether to try again.
package struct ExportRefusal: Sendable, Equatable {
  package enum Status: Sendable, Equatable {
    case grpc(RPCCode)
    case http(Int)
  }

  package var status: Status
  /// The peer's words, shortened by the transport to at most 512 bytes of printable text.
  package var message: String
  /// `RetryInfo` or `Retry-After` (seconds or HTTP-date, converted by the transport); nil when absent.
  package var retryAfter: Duration?

  package init(status: Status, message: String, retryAfter: Duration? = nil) {
    self.status = status
    self.message = message
    self.retryAfter = retryAfter
  }

  /// Whether the OTLP specification allows another attempt ("Failures", for gRPC and for HTTP):
  /// exactly these codes, `RESOURCE_EXHAUSTED` only with a `RetryInfo`.
  package var isRetryable: Bool {
    switch status {
    case .grpc(let code):
      switch code {
      case .cancelled, .deadlineExceeded, .aborted, .outOfRange, .unavailable, .dataLoss: true
      case .resourceExhausted: retryAfter != nil
      default: false
      }
    case .http(let code): [429, 502, 503, 504].contains(code)
    }
  }

  /// Whether the refusal is about what was sent, so that a part of it may be accepted alone.
  /// The rest (no permission, no such service) would refuse every part alike.
  package var isAboutContent: Bool {
    switch status {
    case .grpc(let code):
      switch code {
      case .invalidArgument, .resourceExhausted, .internal, .unknown, .failedPrecondition, .alreadyExists:
        true
      default: false
      }
    case .http(let code): [400, 413, 422, 500].contains(code)
    }
  }
}
