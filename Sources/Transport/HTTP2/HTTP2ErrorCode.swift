/// An HTTP/2 error code as it travels in RST_STREAM and GOAWAY (RFC 9113, section 7).
package struct HTTP2ErrorCode: RawRepresentable, Sendable, Hashable {
  package var rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let noError = HTTP2ErrorCode(rawValue: 0x0)
  package static let protocolError = HTTP2ErrorCode(rawValue: 0x1)
  package static let internalError = HTTP2ErrorCode(rawValue: 0x2)
  package static let refusedStream = HTTP2ErrorCode(rawValue: 0x7)
  package static let cancel = HTTP2ErrorCode(rawValue: 0x8)
  package static let enhanceYourCalm = HTTP2ErrorCode(rawValue: 0xb)
}

/// The session cannot go on; its owner closes the connection.
package enum HTTP2SessionError: Error, Sendable, Equatable {
  /// libnghttp2 had no memory for the session or a frame.
  case outOfMemory
  /// What came is not HTTP/2 (bad preface, bad first frame, too many of what the library bounds).
  /// `code` is libnghttp2's own, negative.
  case notHTTP2(code: Int)
  /// libnghttp2 refused to make a frame. `code` is libnghttp2's own, negative.
  case cannotSend(code: Int)
}
