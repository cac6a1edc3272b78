import NIOCore
import Transport

/// The answer to one call or request over HTTP/2, by field name; trailers included.
struct HTTP2Response: Sendable {
  var fields: [String: String] = [:]
  var body = ByteBuffer()
  /// Set when the stream ended by a reset.
  var reset: HTTP2ErrorCode?

  var grpcStatus: String? { fields["grpc-status"] }
}

/// An HTTP/2 client over a raw connection, for calls one after the other or many at once.
final class HTTP2TestClient: HTTP2SessionDelegate {
  private(set) var session: HTTP2Session?
  private(set) var responses: [Int32: HTTP2Response] = [:]
  private(set) var closed: Set<Int32> = []

  init() throws { session = try HTTP2Session(role: .client, delegate: self) }

  static func headers(
    _ path: String, type: String = "application/grpc", method: String = "POST",
    _ more: [(String, String)] = []
  ) -> HTTP2Headers {
    HTTP2Headers(
      [(":method", method), (":scheme", "http"), (":path", path), (":authority", "a")]
        + [("content-type", type), ("te", "trailers")] + more)
  }

  static func frame(_ message: [UInt8], flag: UInt8 = 0) -> [UInt8] {
    var frame = ByteBuffer(bytes: [flag])
    frame.writeInteger(UInt32(message.count))
    frame.writeBytes(message)
    return Array(buffer: frame)
  }

  func submit(_ headers: HTTP2Headers, _ body: [UInt8]?) throws -> Int32 {
    guard let session else { return 0 }
    return try session.submitRequest(headers: headers, body: body.map { HTTP2Body(ByteBuffer(bytes: $0)) })
  }

  func output() throws -> ByteBuffer {
    var output = ByteBuffer()
    while try session?.drainOutput(into: &output, limit: output.readableBytes + 65_536) == true {}
    return output
  }

  /// Sends what is ready and then receives until `condition` holds or the server closes.
  func exchange(
    over connection: inout RawConnection, until condition: (HTTP2TestClient) -> Bool
  ) async throws {
    while true {
      let output = try output()
      if output.readableBytes > 0 { try await connection.send(output) }
      if condition(self) { return }
      guard let bytes = try await connection.nextChunk() else { return }
      try session?.receive(bytes)
    }
  }

  /// Makes one request and waits for its end.
  func call(
    over connection: inout RawConnection, _ headers: HTTP2Headers, _ body: [UInt8]?
  ) async throws -> HTTP2Response {
    let stream = try submit(headers, body)
    try await exchange(over: &connection) { $0.closed.contains(stream) }
    guard closed.contains(stream) else { throw ConnectionEnded(received: "stream \(stream) is open") }
    return responses[stream] ?? HTTP2Response()
  }

  func http2BeginHeaders(streamID: Int32) {}
  func http2EndHeaders(streamID: Int32) {}
  func http2EndStream(streamID: Int32) {}
  func http2HeadersTooLarge(streamID: Int32) {}

  func http2Header(streamID: Int32, name: Span<UInt8>, value: Span<UInt8>) {
    responses[streamID, default: HTTP2Response()].fields[text(name)] = text(value)
  }

  func http2Data(streamID: Int32, bytes: RawSpan) {
    responses[streamID, default: HTTP2Response()].body.writeBytes(bytes)
    session?.consume(streamID: streamID, count: bytes.byteCount)
  }

  func http2StreamClosed(streamID: Int32, errorCode: HTTP2ErrorCode) {
    closed.insert(streamID)
    if errorCode != .noError { responses[streamID, default: HTTP2Response()].reset = errorCode }
  }

  private func text(_ span: Span<UInt8>) -> String {
    String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
  }
}
