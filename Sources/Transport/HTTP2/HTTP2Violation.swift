/// What a peer did to be disconnected: the `kind` of the protocol-error counter.
package enum HTTP2Violation: String, Sendable, CaseIterable {
  case pings
  case settings
  case priorities
  case windowUpdates = "window_updates"
  case emptyData = "empty_data"
  /// RST_STREAM frames that came in ("rapid reset").
  case resetsReceived = "resets_received"
  /// RST_STREAM frames that the peer made us send ("made you reset").
  case resetsSent = "resets_sent"
  /// One header block larger than the limit while still compressed.
  case headerBlock = "header_block"
  /// A connection error that libnghttp2 found, such as a broken HPACK block.
  case connectionError = "connection_error"
  /// Not HTTP/2 at all after its preface.
  case notHTTP2 = "not_http2"
}
