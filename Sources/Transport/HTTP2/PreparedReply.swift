package import NIOCore

/// A small answer that is always the same, for the one that a server gives most: it is sent without
/// any bookkeeping for its stream.
package struct PreparedReply: Sendable {
  let headers: HTTP2Headers
  let body: ByteBuffer
  let trailers: HTTP2Headers

  /// `body` is 1 byte to 1 KiB, so that it always fits a frame.
  package init(headers: HTTP2Headers, body: ByteBuffer, trailers: HTTP2Headers) {
    precondition((1...1024).contains(body.readableBytes))
    self.headers = headers
    self.body = body
    self.trailers = trailers
  }
}
