internal import CNghttp2
internal import NIOCore

private let fatal = Int32(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
private let resetStream = Int32(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)

/// `user` is the session that owns the C session, see `makeHandle`.
private func owner(_ user: UnsafeMutableRawPointer?) -> HTTP2Session? {
  guard let user = unsafe user else { return nil }
  return unsafe Unmanaged<HTTP2Session>.fromOpaque(user).takeUnretainedValue()
}

/// A field's bytes; libnghttp2 gives no pointer where there are none.
private func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
  unsafe UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
}

/// What libnghttp2 calls. Every pointer is valid for the length of its callback only, and none is
/// kept.
extension HTTP2Session {
  static func setCallbacks(_ callbacks: OpaquePointer?) {
    unsafe nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks) { _, header, user in
      guard let session = unsafe owner(user), let header = unsafe header?.pointee else { return fatal }
      session.beganFrame(header)
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, user in
      guard let session = unsafe owner(user), let frame = unsafe frame else { return fatal }
      session.delegate.http2BeginHeaders(streamID: unsafe frame.pointee.hd.stream_id)
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks) {
      _, frame, name, nameLength, value, valueLength, _, user in
      guard let session = unsafe owner(user), let frame = unsafe frame else { return fatal }
      let name = unsafe Span(_unsafeElements: bytes(name, nameLength))
      let value = unsafe Span(_unsafeElements: bytes(value, valueLength))
      return session.received(unsafe frame.pointee.hd.stream_id, name: name, value: value)
    }
    unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
      _, _, streamID, data, length, user in
      guard let session = unsafe owner(user), let data = unsafe data else { return fatal }
      session.budget.earn()
      session.delegate.http2Data(
        streamID: streamID, bytes: unsafe RawSpan(_unsafeStart: data, byteCount: length))
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, user in
      guard let session = unsafe owner(user), let frame = unsafe frame else { return fatal }
      unsafe session.received(frame)
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, user in
      guard let session = unsafe owner(user), let frame = unsafe frame else { return fatal }
      unsafe session.sent(frame)
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_frame_not_send_callback(callbacks) { _, frame, _, user in
      guard let session = unsafe owner(user), let header = unsafe frame?.pointee.hd else { return fatal }
      if header.type == UInt8(NGHTTP2_HEADERS.rawValue), session.role == .client {
        session.closed(header.stream_id, .refusedStream)
      }
      return 0
    }
    unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) {
      _, streamID, code, user in
      guard let session = unsafe owner(user) else { return fatal }
      session.closed(streamID, HTTP2ErrorCode(rawValue: code))
      return 0
    }
    unsafe nghttp2_session_callbacks_set_data_source_read_length_callback(callbacks) {
      _, _, _, connectionWindow, streamWindow, maxFrameSize, _ in
      // Larger frames than this gain nothing, and libnghttp2 sets aside as much memory.
      Int(max(1, min(connectionWindow, streamWindow, Int32(clamping: maxFrameSize), 64 << 10)))
    }
    unsafe nghttp2_session_callbacks_set_send_data_callback(callbacks) {
      _, frame, header, length, _, user in
      guard let session = unsafe owner(user), let frame = unsafe frame, let header = unsafe header
      else { return fatal }
      // libnghttp2 promises nine bytes of frame header.
      unsafe session.output.writeBytes(UnsafeRawBufferPointer(start: header, count: 9))
      return session.writeBody(unsafe frame.pointee.hd.stream_id, length)
    }
  }

  /// Tells libnghttp2 how much of a body goes into the next frame; the bytes follow by `writeBody`.
  static var dataProvider: nghttp2_data_provider {
    var provider = unsafe nghttp2_data_provider()
    unsafe provider.read_callback = { _, streamID, _, length, flags, _, user in
      guard let session = unsafe owner(user), let flags = unsafe flags else { return Int(fatal) }
      return unsafe session.planFrame(streamID, length, flags: &flags.pointee)
    }
    return unsafe provider
  }

  /// Copies the body of the prepared reply, which is small, straight into libnghttp2's frame.
  static var preparedDataProvider: nghttp2_data_provider {
    var provider = unsafe nghttp2_data_provider()
    unsafe provider.read_callback = { _, streamID, target, length, flags, _, user in
      guard let session = unsafe owner(user), let target = unsafe target, let flags = unsafe flags,
        let reply = session.preparedReply
      else { return Int(fatal) }
      let size = reply.body.readableBytes
      if size > length || session.outgoing[streamID] != nil {
        // The peer's window is almost used up: the reply goes out in pieces, like any other.
        session.keepOutgoing(streamID, reply)
        return unsafe session.planFrame(streamID, length, flags: &flags.pointee)
      }
      // `target` has room for `length` bytes, of which `size` are written.
      unsafe reply.body.withUnsafeReadableBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(start: target, count: length).copyMemory(from: bytes)
      }
      unsafe flags.pointee =
        NGHTTP2_DATA_FLAG_EOF.rawValue | NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
      session.submitTrailers(streamID: streamID, reply.trailers)
      return size
    }
    return unsafe provider
  }

  private func keepOutgoing(_ streamID: Int32, _ reply: PreparedReply) {
    guard outgoing[streamID] == nil else { return }
    outgoing[streamID] = Outgoing(body: HTTP2Body(reply.body), trailers: reply.trailers)
  }

  /// Decides how much of a stream's body the next frame takes, at most `length` bytes.
  private func planFrame(_ streamID: Int32, _ length: Int, flags: inout UInt32) -> Int {
    guard let outgoing = outgoing[streamID], let body = outgoing.body else { return Int(resetStream) }
    let remaining = body.count
    flags = NGHTTP2_DATA_FLAG_NO_COPY.rawValue
    if remaining <= length {
      flags |= NGHTTP2_DATA_FLAG_EOF.rawValue
      if let trailers = outgoing.trailers {
        flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
        submitTrailers(streamID: streamID, trailers)
      }
    }
    return min(remaining, length)
  }

  private func writeBody(_ streamID: Int32, _ length: Int) -> Int32 {
    guard outgoing[streamID]?.body?.move(length, to: &output) != nil else { return fatal }
    return 0
  }

  private func received(_ streamID: Int32, name: Span<UInt8>, value: Span<UInt8>) -> Int32 {
    let fits = headerMeter.admitField(
      nameLength: name.count, valueLength: value.count,
      maxBytes: configuration.maxHeaderBytes, maxCount: configuration.maxHeaderCount)
    guard fits else {
      delegate.http2HeadersTooLarge(streamID: streamID)
      reset(streamID: streamID, .enhanceYourCalm)
      return resetStream
    }
    delegate.http2Header(streamID: streamID, name: name, value: value)
    return 0
  }

  private func closed(_ streamID: Int32, _ code: HTTP2ErrorCode) {
    let wasOutgoing = !outgoing.isEmpty && outgoing.removeValue(forKey: streamID) != nil
    guard role == .server || wasOutgoing else { return }
    delegate.http2StreamClosed(streamID: streamID, errorCode: code)
  }
}
