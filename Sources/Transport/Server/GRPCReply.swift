internal import NIOCore
internal import TelemetryEngine

/// Answers of OTLP/gRPC as header lists and message bytes.
enum GRPCReply {
  static let headers = HTTP2Headers([(":status", "200"), ("content-type", "application/grpc")])
  static let okTrailers = HTTP2Headers([("grpc-status", "0")])
  /// Full success: an empty response message with its prefix.
  static let success = PreparedReply(
    headers: headers, body: ByteBuffer(repeating: 0, count: MessageReader.prefixLength),
    trailers: okTrailers)
  /// Clients bound header lists, often at 8 KiB.
  private static let maxMessageBytes = 1024

  static func message(_ response: ExportResponse) -> ByteBuffer {
    let bytes = response.encoded()
    var buffer = ByteBuffer()
    buffer.writeInteger(UInt8(0))
    buffer.writeInteger(UInt32(clamping: bytes.count))
    buffer.writeBytes(bytes)
    return buffer
  }

  /// A trailers-only answer.
  static func failure(_ failure: Failure) -> HTTP2Headers {
    var status = failure.status
    status.message = status.message.shortened(to: maxMessageBytes)
    let isHTTPFailure = failure.httpStatus == 405 || (failure.httpStatus == 415 && !failure.namesEncodings)
    var fields = [
      (":status", isHTTPFailure ? String(failure.httpStatus) : "200"),
      ("content-type", "application/grpc"),
      ("grpc-status", String(status.code.rawValue)),
      ("grpc-message", percentEncoded(status.message)),
    ]
    if failure.httpStatus == 405 { fields.append(("allow", "POST")) }
    if failure.namesEncodings { fields.append(("grpc-accept-encoding", Refusal.encodings)) }
    if status.retryDelay != nil {
      fields.append(("grpc-status-details-bin", base64Unpadded(status.encoded())))
    }
    return HTTP2Headers(fields)
  }
}
