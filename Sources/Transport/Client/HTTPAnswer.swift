import NIOCore
import TelemetryEngine

/// A complete answer to an OTLP/HTTP request.
struct HTTPAnswer {
  var status: Int
  /// The media type alone, in lower case.
  var mediaType: String?
  var contentEncoding: String?
  var retryAfter: String?
  var body: ByteBuffer

  /// What the answer means for the request (OTLP specification, "OTLP/HTTP Response"). `now` is in
  /// seconds since 1970.
  func outcome(for request: OutgoingRequest, now: Int64) -> ExportOutcome {
    let content: ByteBuffer
    do {
      content = try unpackedBody()
    } catch {
      return (200..<300).contains(status)
        ? acceptedUnread("the target's answer cannot be unpacked")
        : .refused(refusal(message: "", now: now))
    }
    if (200..<300).contains(status) {
      return isJSON(request)
        ? acceptedOutcome(json: content, signal: request.signal) : acceptedOutcome(protobuf: content)
    }
    return .refused(refusal(message: message(in: content), now: now))
  }

  private func unpackedBody() throws(InflateError) -> ByteBuffer {
    guard body.readableBytes > 0, let name = contentEncoding else { return body }
    guard let encoding = ContentEncoding(rawValue: name.lowercased()) else {
      throw .malformed("the encoding is unknown")
    }
    return try inflate(body, encoding: encoding, limit: responseSizeLimit)
  }

  /// By the answer's own type, else by the request's, which it should have.
  private func isJSON(_ request: OutgoingRequest) -> Bool {
    switch mediaType {
    case "application/json": true
    case "application/x-protobuf", "application/protobuf": false
    default: request.contentType == .json
    }
  }

  private func refusal(message: String, now: Int64) -> ExportRefusal {
    ExportRefusal(
      status: .http(status), message: message,
      retryAfter: retryAfter.flatMap { retryDelay(fromHeader: $0, now: now) })
  }

  /// The message of a `google.rpc.Status`, or the text that a proxy wrote.
  private func message(in content: ByteBuffer) -> String {
    let bytes = Array(buffer: content)
    switch mediaType {
    case "application/json": return printableText(JSONValue(parsing: bytes)?["message"]?.string ?? "")
    case "application/x-protobuf", "application/protobuf":
      return printableText(RPCStatus(decoding: bytes)?.message ?? "")
    case "text/plain": return printableText(bytes)
    default: return ""
    }
  }
}
