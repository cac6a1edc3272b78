package import TelemetryEngine

/// How a `google.rpc.Status` becomes an HTTP answer (OTLP specification, "OTLP/HTTP Response").
package enum HTTPStatus {
  /// The status code. What gRPC clients may retry becomes a code that HTTP clients may retry, and
  /// nothing else does: RESOURCE_EXHAUSTED without a delay is a message that is too large.
  package static func code(for status: RPCStatus) -> Int {
    switch status.code {
    case .ok: 200
    case .invalidArgument: 400
    case .unauthenticated: 401
    case .permissionDenied: 403
    case .notFound, .unimplemented: 404
    case .resourceExhausted: status.retryDelay == nil ? 413 : 429
    case .cancelled, .deadlineExceeded, .aborted, .outOfRange, .unavailable, .dataLoss: 503
    case .unknown, .alreadyExists, .failedPrecondition, .internal: 500
    }
  }

  /// `Retry-After` in whole seconds, rounded up, so that a client never comes too early; at least 1.
  package static func retryAfter(_ delay: Duration) -> Int64 {
    let (seconds, attoseconds) = delay.components
    return max(1, seconds + (attoseconds > 0 ? 1 : 0))
  }

  static func reason(_ code: Int) -> String {
    switch code {
    case 200: "OK"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 503: "Service Unavailable"
    default: "Internal Server Error"
    }
  }
}
