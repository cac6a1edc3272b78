internal import CNghttp2
package import NIOCore

/// One libnghttp2 session: HTTP/2 for one connection, without the socket.
///
/// Bytes in by `receive`, bytes out by `drainOutput`; what happened is told to the delegate, which
/// owns the session. Everything runs on one event loop. The C session lives exactly as long as the
/// object: it is made in `init`, freed in `deinit`, and no pointer to it leaves this folder.
@safe package final class HTTP2Session {
  package enum Role: Sendable { case server, client }

  package let role: Role
  /// Why the peer is being disconnected; nil while it behaves.
  package private(set) var violation: HTTP2Violation?

  let configuration: HTTP2SessionConfiguration
  unowned let delegate: any HTTP2SessionDelegate
  var budget: ControlFrameBudget
  var headerMeter = HeaderMeter()
  /// When the current `receive` or `drainOutput` began.
  var now: NIODeadline
  /// What is still to be sent, by stream; for a client an entry means that the stream is open.
  var outgoing: [Int32: Outgoing] = [:]
  /// Where frames go; lent by the caller of `drainOutput`.
  var output = ByteBuffer()
  /// What `submitPreparedReply` sends.
  let preparedReply: PreparedReply?
  private var handle: OpaquePointer?

  struct Outgoing {
    var body: HTTP2Body?
    var trailers: HTTP2Headers?
  }

  /// Makes a session and submits its SETTINGS. The delegate must outlive the session.
  package init(
    role: Role, configuration: HTTP2SessionConfiguration = .init(),
    preparedReply: PreparedReply? = nil, delegate: any HTTP2SessionDelegate, now: NIODeadline = .now()
  ) throws(HTTP2SessionError) {
    self.role = role
    self.configuration = configuration
    self.preparedReply = preparedReply
    self.delegate = delegate
    self.now = now
    budget = ControlFrameBudget(configuration.budget, now: now)
    unsafe handle = nil
    unsafe handle = try makeHandle()
    try submitSettings()
  }

  deinit { unsafe nghttp2_session_del(handle) }

  func submit(settings: inout [nghttp2_settings_entry]) throws(HTTP2SessionError) {
    let count = settings.count
    // libnghttp2 copies the `count` entries during the call.
    var result = unsafe nghttp2_submit_settings(
      handle, UInt8(NGHTTP2_FLAG_NONE.rawValue), &settings, count)
    if result == 0 {
      result = unsafe nghttp2_session_set_local_window_size(
        handle, UInt8(NGHTTP2_FLAG_NONE.rawValue), 0, Int32(clamping: configuration.connectionWindow))
    }
    if result != 0 { throw .cannotSend(code: Int(result)) }
  }

  // MARK: Bytes

  /// Takes received bytes. Afterwards call `drainOutput`, also when this throws: the peer is told why.
  package func receive(_ bytes: ByteBuffer, now: NIODeadline = .now()) throws(HTTP2SessionError) {
    self.now = now
    let taken = unsafe bytes.withUnsafeReadableBytes { raw in
      // libnghttp2 reads `raw.count` bytes during the call and keeps no pointer.
      unsafe nghttp2_session_mem_recv(
        handle, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), raw.count)
    }
    guard taken < 0 else { return }
    if violation == nil { violation = .notHTTP2 }
    throw .notHTTP2(code: taken)
  }

  /// Appends frames that are ready to be sent to `buffer`, until it holds `limit` bytes or more.
  /// Returns whether there may be more. Stop calling it while the socket takes nothing.
  package func drainOutput(
    into buffer: inout ByteBuffer, limit: Int = 1 << 20
  ) throws(HTTP2SessionError) -> Bool {
    swap(&output, &buffer)
    defer { swap(&output, &buffer) }
    while output.readableBytes < limit {
      var frame: UnsafePointer<UInt8>?
      let count = unsafe nghttp2_session_mem_send(handle, &frame)
      if count < 0 { throw .cannotSend(code: count) }
      if count == 0 { return false }
      // `frame` points to `count` bytes that stay valid until the next call.
      unsafe output.writeBytes(UnsafeRawBufferPointer(start: frame, count: count))
    }
    return true
  }

  /// Nothing is left to read or write: time to close the connection.
  package var isFinished: Bool {
    unsafe nghttp2_session_want_read(handle) == 0 && nghttp2_session_want_write(handle) == 0
  }

  // MARK: Flow control

  /// Gives `count` received body bytes back to the peer's windows.
  package func consume(streamID: Int32, count: Int) {
    unsafe nghttp2_session_consume(handle, streamID, count)
  }

  // MARK: Messages

  /// How many requests the server lets this client have open.
  package var peerMaxConcurrentStreams: Int {
    Int(
      unsafe nghttp2_session_get_remote_settings(handle, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS))
  }

  /// Sends a request. Returns its stream; past the peer's concurrency it waits inside the session.
  package func submitRequest(
    headers: HTTP2Headers, body: HTTP2Body?, trailers: HTTP2Headers? = nil
  ) throws(HTTP2SessionError) -> Int32 {
    var provider = unsafe Self.dataProvider
    let streamID = unsafe headers.withFields { fields, count in
      unsafe body == nil
        ? nghttp2_submit_request(handle, nil, fields, count, nil, nil)
        : nghttp2_submit_request(handle, nil, fields, count, &provider, nil)
    }
    guard streamID > 0 else { throw .cannotSend(code: Int(streamID)) }
    outgoing[streamID] = Outgoing(body: body, trailers: trailers)
    return streamID
  }

  /// Answers a stream: headers, then the body, then trailers. Without a body the headers end the
  /// stream, and `trailers` must be nil. A stream that is already gone is ignored.
  package func submitResponse(
    streamID: Int32, headers: HTTP2Headers, body: HTTP2Body? = nil, trailers: HTTP2Headers? = nil
  ) {
    var provider = unsafe Self.dataProvider
    if let body { outgoing[streamID] = Outgoing(body: body, trailers: trailers) }
    let result = unsafe headers.withFields { fields, count in
      unsafe body == nil
        ? nghttp2_submit_response(handle, streamID, fields, count, nil)
        : nghttp2_submit_response(handle, streamID, fields, count, &provider)
    }
    if result != 0 {
      outgoing[streamID] = nil
      reset(streamID: streamID, .internalError)
    }
  }

  /// Answers a stream with the reply that the session was made with.
  package func submitPreparedReply(streamID: Int32) {
    guard let preparedReply else { return reset(streamID: streamID, .internalError) }
    var provider = unsafe Self.preparedDataProvider
    let result = unsafe preparedReply.headers.withFields { fields, count in
      unsafe nghttp2_submit_response(handle, streamID, fields, count, &provider)
    }
    if result != 0 { reset(streamID: streamID, .internalError) }
  }

  func submitTrailers(streamID: Int32, _ trailers: HTTP2Headers) {
    unsafe trailers.withFields { fields, count in
      _ = unsafe nghttp2_submit_trailer(handle, streamID, fields, count)
    }
  }

  /// Ends a stream at once; what was submitted for it and not yet sent is dropped.
  package func reset(streamID: Int32, _ code: HTTP2ErrorCode) {
    unsafe nghttp2_submit_rst_stream(handle, UInt8(NGHTTP2_FLAG_NONE.rawValue), streamID, code.rawValue)
  }

  /// The answer is out; a request that is still coming in is not wanted (RFC 9113, section 8.1).
  func stopPeer(streamID: Int32) {
    if unsafe nghttp2_session_get_stream_remote_close(handle, streamID) == 0 {
      reset(streamID: streamID, .noError)
    }
  }

  // MARK: Ending

  /// First step of a graceful end (RFC 9113, section 6.8): announces that a GOAWAY will follow, and
  /// sends a PING. Finish with `goAway` when the PING is acknowledged, or after about a second.
  package func announceGoAway() {
    unsafe nghttp2_submit_shutdown_notice(handle)
    submitPing()
  }

  /// Second step: no stream that is not open yet will be handled. Open ones finish; then
  /// `isFinished` becomes true.
  package func goAway(_ code: HTTP2ErrorCode = .noError) {
    let last = unsafe nghttp2_session_get_last_proc_stream_id(handle)
    unsafe nghttp2_submit_goaway(
      handle, UInt8(NGHTTP2_FLAG_NONE.rawValue), last, code.rawValue, nil, 0)
  }

  /// Sends a PING; `http2PingAcknowledged` follows.
  package func submitPing() {
    unsafe nghttp2_submit_ping(handle, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil)
  }

  /// Disconnects the peer: GOAWAY, then `isFinished`. Later input is ignored.
  package func terminate(_ violation: HTTP2Violation, _ code: HTTP2ErrorCode = .enhanceYourCalm) {
    guard self.violation == nil else { return }
    self.violation = violation
    unsafe nghttp2_session_terminate_session(handle, code.rawValue)
  }

  /// Remembers a connection error for which libnghttp2 is already sending GOAWAY.
  func noteConnectionError() {
    if violation == nil { violation = .connectionError }
  }
}
