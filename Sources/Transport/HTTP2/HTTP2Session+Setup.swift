internal import CNghttp2

extension HTTP2Session {
  /// Makes the C session, configured and with its callbacks.
  ///
  /// The session gets an unretained pointer to self, which is safe because self owns the session:
  /// no callback can run after `deinit`, and none runs within it.
  func makeHandle() throws(HTTP2SessionError) -> OpaquePointer {
    var callbacks: OpaquePointer?
    var option: OpaquePointer?
    guard unsafe nghttp2_session_callbacks_new(&callbacks) == 0 else { throw .outOfMemory }
    defer { unsafe nghttp2_session_callbacks_del(callbacks) }
    guard unsafe nghttp2_option_new(&option) == 0 else { throw .outOfMemory }
    defer { unsafe nghttp2_option_del(option) }
    unsafe Self.setCallbacks(callbacks)
    unsafe setOptions(option)
    let owner = unsafe Unmanaged.passUnretained(self).toOpaque()
    var made: OpaquePointer?
    switch role {
    case .server: unsafe nghttp2_session_server_new2(&made, callbacks, owner, option)
    case .client: unsafe nghttp2_session_client_new2(&made, callbacks, owner, option)
    }
    guard let made = unsafe made else { throw .outOfMemory }
    return unsafe made
  }

  /// libnghttp2's own bounds lie just above ours, as a second line.
  private func setOptions(_ option: OpaquePointer?) {
    unsafe nghttp2_option_set_no_auto_window_update(option, 1)
    unsafe nghttp2_option_set_no_closed_streams(option, 1)
    unsafe nghttp2_option_set_max_outbound_ack(option, 2 * configuration.budget.burst)
    unsafe nghttp2_option_set_max_settings(option, 32)
    unsafe nghttp2_option_set_max_continuations(option, 4)
    unsafe nghttp2_option_set_stream_reset_rate_limit(
      option, UInt64(2 * configuration.budget.strictBurst),
      UInt64(2 * configuration.budget.strictPerSecond))
    unsafe nghttp2_option_set_max_reserved_remote_streams(option, 0)
  }

  func submitSettings() throws(HTTP2SessionError) {
    var entries = [
      setting(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, configuration.maxConcurrentStreams),
      setting(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, configuration.streamWindow),
      setting(NGHTTP2_SETTINGS_MAX_FRAME_SIZE, configuration.maxFrameSize),
      setting(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, configuration.maxHeaderBytes),
    ]
    switch role {
    case .server: entries.append(setting(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1))
    case .client: entries.append(setting(NGHTTP2_SETTINGS_ENABLE_PUSH, 0))
    }
    try submit(settings: &entries)
  }

  private func setting(_ id: nghttp2_settings_id, _ value: Int) -> nghttp2_settings_entry {
    nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: UInt32(clamping: value))
  }
}
