import NIOCore
import TelemetryEngine

/// What came back on the stream of a unary gRPC call.
struct GRPCAnswer {
  /// Of the first header block that is not informational.
  var httpStatus: Int?
  var messageEncoding: String?
  /// From the trailers, or from the headers of an answer that has only those.
  var status: String?
  var statusMessage: String?
  /// `grpc-status-details-bin`: a `google.rpc.Status` in base64.
  var statusDetails: String?
  /// Length-prefixed messages, of which there should be one.
  var body = ByteBuffer()

  /// What the answer means for the request (gRPC over HTTP/2, "Responses"; OTLP specification,
  /// "OTLP/gRPC Response").
  func outcome() -> ExportOutcome {
    guard let status else { return .refused(refusalWithoutStatus()) }
    // A code that is not in the list is read as UNKNOWN.
    let code = Int(status).flatMap(RPCCode.init(rawValue:)) ?? .unknown
    return code == .ok ? accepted() : .refused(refusal(code))
  }

  private func refusal(_ code: RPCCode) -> ExportRefusal {
    let details = statusDetails.flatMap { base64Decoded($0) }.flatMap { RPCStatus(decoding: $0) }
    let message = statusMessage.map { printableText(percentDecoded($0)) } ?? ""
    return ExportRefusal(
      status: .grpc(code), message: message.isEmpty ? printableText(details?.message ?? "") : message,
      retryAfter: details?.retryDelay)
  }

  /// gRPC's "HTTP to gRPC Status Code Mapping", for answers that a proxy made.
  private func refusalWithoutStatus() -> ExportRefusal {
    let code: RPCCode =
      switch httpStatus {
      case 400: .internal
      case 401: .unauthenticated
      case 403: .permissionDenied
      case 404: .unimplemented
      case 429, 502, 503, 504: .unavailable
      default: .unknown
      }
    let seen = httpStatus.map { "HTTP status \($0)" } ?? "no HTTP status"
    return ExportRefusal(status: .grpc(code), message: "answered with \(seen) and without grpc-status")
  }

  private func accepted() -> ExportOutcome {
    var rest = body
    guard let flag = rest.readInteger(as: UInt8.self), let length = rest.readInteger(as: UInt32.self),
      let message = rest.readSlice(length: Int(length))
    else { return acceptedUnread("the target answered OK without a message") }
    guard flag & 1 == 1 else { return acceptedOutcome(protobuf: message) }
    guard let encoding = messageEncoding.flatMap(ContentEncoding.init(rawValue:)),
      let content = try? inflate(message, encoding: encoding, limit: responseSizeLimit)
    else { return acceptedUnread("the target's answer cannot be unpacked") }
    return acceptedOutcome(protobuf: content)
  }
}
