internal import CNghttp2

/// What each kind of frame means for the delegate and for the budget.
extension HTTP2Session {
  func beganFrame(_ header: nghttp2_frame_hd) {
    switch header.type {
    case UInt8(NGHTTP2_HEADERS.rawValue):
      headerMeter.begin()
      admitHeaderFrame(header)
    case UInt8(NGHTTP2_CONTINUATION.rawValue):
      admitHeaderFrame(header)
    case UInt8(NGHTTP2_DATA.rawValue): break
    case UInt8(NGHTTP2_PING.rawValue): spend(.ping)
    case UInt8(NGHTTP2_SETTINGS.rawValue): spend(.settings)
    case UInt8(NGHTTP2_WINDOW_UPDATE.rawValue): spend(.windowUpdate)
    case UInt8(NGHTTP2_RST_STREAM.rawValue): spend(.resetReceived)
    default: spend(.priority)
    }
  }

  /// A block is refused before it is decompressed, so that it costs no time.
  private func admitHeaderFrame(_ header: nghttp2_frame_hd) {
    if !headerMeter.admitFrame(length: header.length, maxBytes: configuration.maxHeaderBytes) {
      terminate(.headerBlock)
    }
  }

  private func spend(_ frame: ControlFrameBudget.Frame) {
    if let violation = budget.spend(frame, now: now) { terminate(violation) }
  }

  func received(_ frame: UnsafePointer<nghttp2_frame>) {
    let header = unsafe frame.pointee.hd
    switch header.type {
    case UInt8(NGHTTP2_DATA.rawValue):
      // Padding is not content: a frame may be large and still carry nothing.
      let padding = unsafe frame.pointee.data.padlen
      if header.length <= padding, !header.endsStream { spend(.emptyData) }
      endStreamIfFlagged(header)
    case UInt8(NGHTTP2_HEADERS.rawValue):
      delegate.http2EndHeaders(streamID: header.stream_id)
      endStreamIfFlagged(header)
    case UInt8(NGHTTP2_SETTINGS.rawValue):
      if header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) == 0 { delegate.http2Settings() }
    case UInt8(NGHTTP2_PING.rawValue):
      if header.flags & UInt8(NGHTTP2_FLAG_ACK.rawValue) != 0 { delegate.http2PingAcknowledged() }
    case UInt8(NGHTTP2_GOAWAY.rawValue):
      let goAway = unsafe frame.pointee.goaway
      delegate.http2GoAway(
        lastStreamID: unsafe goAway.last_stream_id,
        errorCode: HTTP2ErrorCode(rawValue: unsafe goAway.error_code))
    default: break
    }
  }

  private func endStreamIfFlagged(_ header: nghttp2_frame_hd) {
    if header.endsStream {
      delegate.http2EndStream(streamID: header.stream_id)
    }
  }

  func sent(_ frame: UnsafePointer<nghttp2_frame>) {
    let header = unsafe frame.pointee.hd
    switch header.type {
    case UInt8(NGHTTP2_HEADERS.rawValue), UInt8(NGHTTP2_DATA.rawValue):
      guard role == .server else {
        // A server answers what it is sent with WINDOW_UPDATE, and some with PING.
        return budget.earn()
      }
      if header.endsStream { stopPeer(streamID: header.stream_id) }
    case UInt8(NGHTTP2_RST_STREAM.rawValue):
      let code = unsafe frame.pointee.rst_stream.error_code
      if code != HTTP2ErrorCode.noError.rawValue { spend(.resetSent) }
    case UInt8(NGHTTP2_GOAWAY.rawValue):
      if unsafe frame.pointee.goaway.error_code != HTTP2ErrorCode.noError.rawValue {
        noteConnectionError()
      }
    default: break
    }
  }
}

extension nghttp2_frame_hd {
  /// For DATA and HEADERS.
  fileprivate var endsStream: Bool { flags & UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) != 0 }
}
