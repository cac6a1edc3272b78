/// Hears what an `HTTP2Session` received. Calls come from within `receive` and `drainOutput`, on the
/// session's event loop; they may submit, reset and consume, but not call those two.
package protocol HTTP2SessionDelegate: AnyObject {
  /// A header block begins: a request (server), a response, or trailers of either.
  func http2BeginHeaders(streamID: Int32)
  /// One field; the spans live for the call only. Names are in lower case; pseudo-headers included.
  func http2Header(streamID: Int32, name: Span<UInt8>, value: Span<UInt8>)
  /// The header block is complete. `http2EndStream` follows if it was the last frame.
  func http2EndHeaders(streamID: Int32)
  /// Bytes of a message body; they live for the call only. What is taken is given back to flow
  /// control by `HTTP2Session.consume`.
  func http2Data(streamID: Int32, bytes: RawSpan)
  /// The peer finished its side of the stream.
  func http2EndStream(streamID: Int32)
  /// A header block went past the byte or field limit. The stream is reset (ENHANCE_YOUR_CALM).
  func http2HeadersTooLarge(streamID: Int32)
  /// The stream is gone; at most once for each stream. Streams that are open when the connection
  /// ends get no call. For a request that was never sent the code is `refusedStream`.
  func http2StreamClosed(streamID: Int32, errorCode: HTTP2ErrorCode)
  /// The peer wants no new streams; those above `lastStreamID` were not handled.
  func http2GoAway(lastStreamID: Int32, errorCode: HTTP2ErrorCode)
  /// The peer's settings arrived, so `peerMaxConcurrentStreams` may have changed.
  func http2Settings()
  /// The answer to `submitPing`.
  func http2PingAcknowledged()
}

extension HTTP2SessionDelegate {
  package func http2GoAway(lastStreamID: Int32, errorCode: HTTP2ErrorCode) {}
  package func http2Settings() {}
  package func http2PingAcknowledged() {}
}
