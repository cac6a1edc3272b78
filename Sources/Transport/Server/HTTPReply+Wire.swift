internal import NIOCore
internal import TelemetryEngine

extension HTTPReply {
  /// Full success: an empty response message.
  static let success = HTTPReply(.success)
  static let successHeaders = success.http2Headers
  static let successHTTP1 = success.http1(keepAlive: true)

  var http2Headers: HTTP2Headers {
    HTTP2Headers(
      [
        (":status", String(status)), ("content-type", contentType),
        ("content-length", String(body.count)),
      ] + fields)
  }

  var http2Body: HTTP2Body? { body.isEmpty ? nil : HTTP2Body(ByteBuffer(bytes: body)) }

  /// The answer to HEAD has no body, but says how long it would be.
  func http1(keepAlive: Bool, withBody: Bool = true) -> ByteBuffer {
    var head = "HTTP/1.1 \(status) \(HTTPStatus.reason(status))\r\n"
    head += "content-type: \(contentType)\r\ncontent-length: \(body.count)\r\n"
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    if !keepAlive { head += "connection: close\r\n" }
    head += "\r\n"
    var buffer = ByteBufferAllocator().buffer(capacity: head.utf8.count + body.count)
    buffer.writeString(head)
    if withBody { buffer.writeBytes(body) }
    return buffer
  }
}
