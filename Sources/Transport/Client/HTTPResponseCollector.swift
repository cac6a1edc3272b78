import NIOCore
import NIOHTTP1

/// Puts the parts of one response together, up to the limit on its size.
struct HTTPResponseCollector {
  enum Step {
    case more
    /// The response is complete; the flag says whether the connection may be used again.
    case done(HTTPAnswer, keepsAlive: Bool)
    case tooLarge
  }

  private var head: HTTPResponseHead?
  private var body = ByteBuffer()

  /// Whether anything of the response was seen.
  var hasBegun: Bool { head != nil }

  mutating func add(_ part: HTTPClientResponsePart) -> Step {
    switch part {
    case .head(let head):
      self.head = head
      return .more
    case .body(var bytes):
      guard body.readableBytes + bytes.readableBytes <= responseSizeLimit else { return .tooLarge }
      body.writeBuffer(&bytes)
      return .more
    case .end:
      guard let head else { return .more }
      return .done(answer(head), keepsAlive: head.isKeepAlive)
    }
  }

  private func answer(_ head: HTTPResponseHead) -> HTTPAnswer {
    let mediaType = head.headers.first(name: "content-type")?.prefix { $0 != ";" && $0 != " " }
    return HTTPAnswer(
      status: Int(head.status.code), mediaType: mediaType?.lowercased(),
      contentEncoding: head.headers.first(name: "content-encoding"),
      retryAfter: head.headers.first(name: "retry-after"), body: body)
  }
}
