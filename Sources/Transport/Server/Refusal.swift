internal import TelemetryEngine

/// A failure to answer with, in the words of both transports.
struct Failure: Equatable {
  var status: RPCStatus
  var httpStatus: Int
  /// Names the encodings that would be accepted (`grpc-accept-encoding`, `accept-encoding`).
  var namesEncodings = false

  init(_ status: RPCStatus, http: Int? = nil) {
    self.status = status
    httpStatus = http ?? HTTPStatus.code(for: status)
  }
}

/// Why the server itself refuses a request, before the export handler sees it.
struct Refusal: Error, Equatable {
  var reason: RefusalReason
  var failure: Failure

  init(_ reason: RefusalReason, _ code: RPCCode, _ message: String, http: Int? = nil) {
    self.init(reason, RPCStatus(code: code, message: message), http: http)
  }

  init(_ reason: RefusalReason, _ status: RPCStatus, http: Int? = nil) {
    self.reason = reason
    failure = Failure(status, http: http)
  }

  static let encodings = "identity, gzip, zstd"

  static func tooLarge(limit: Int) -> Refusal {
    Refusal(
      .tooLarge, .resourceExhausted,
      "the message is larger than \(limit) bytes after decompression; send smaller batches")
  }

  static let notGRPC = Refusal(
    .unsupportedMediaType, .unimplemented, "use application/grpc or application/grpc+proto", http: 415)

  static func unsupportedEncoding(header: String) -> Refusal {
    var refusal = Refusal(
      .unsupportedEncoding, .unimplemented, "\(header) is none of \(encodings)", http: 415)
    refusal.failure.namesEncodings = true
    return refusal
  }

  static let overloaded = Refusal(
    .overloaded,
    RPCStatus(
      code: .unavailable, message: "too many bytes of requests are being received; try again",
      retryDelay: .seconds(1)))

  static let timeout = Refusal(
    .timeout, .deadlineExceeded, "the request was not complete within the request timeout", http: 408)

  static let deadlineExceeded = Refusal(
    .deadlineExceeded, .deadlineExceeded, "the deadline of grpc-timeout had passed")

  static let headersTooLarge = Refusal(
    .headersTooLarge, .resourceExhausted, "the request's headers are too large", http: 431)
}
