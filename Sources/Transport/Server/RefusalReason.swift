/// Why a request never reached the pipeline: the `reason` label of the refused-requests counter.
package enum RefusalReason: String, Sendable, CaseIterable {
  /// Not a well-formed HTTP, gRPC or compressed message.
  case malformed
  case tooLarge = "too_large"
  case headersTooLarge = "headers_too_large"
  case unsupportedMediaType = "unsupported_media_type"
  case unsupportedEncoding = "unsupported_encoding"
  case notFound = "not_found"
  case methodNotAllowed = "method_not_allowed"
  /// Not complete within the request timeout.
  case timeout
  /// The client's own deadline had passed.
  case deadlineExceeded = "deadline_exceeded"
  /// The client went away, or reset the stream, before the request was complete.
  case disconnected
  /// The bytes of requests being received were at their bound.
  case overloaded
  /// The connection was ended for what else the client did on it.
  case protocolAbuse = "protocol_abuse"
}
