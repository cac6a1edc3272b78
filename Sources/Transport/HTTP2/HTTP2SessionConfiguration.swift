/// What one HTTP/2 session allows its peer. The defaults suit a server; a client mostly keeps them.
package struct HTTP2SessionConfiguration: Sendable, Equatable {
  /// Streams the peer may have open at a time. Default 100.
  package var maxConcurrentStreams = 100
  /// Unconsumed bytes of one stream, at most 2^31 - 1. Default 1 MiB.
  package var streamWindow = 1 << 20
  /// Unconsumed bytes of all streams, at most 2^31 - 1. Default 16 MiB.
  package var connectionWindow = 16 << 20
  /// The largest frame the peer may send, 16 KiB to 16 MiB - 1. Default 64 KiB: larger ones save
  /// nothing and let a peer send larger header blocks.
  package var maxFrameSize = 64 << 10
  /// Bytes of one header list, counted as RFC 9113 section 6.5.2 says: name, value and 32 for each
  /// field. Past it the stream is reset. Default 16 KiB.
  package var maxHeaderBytes = 16 << 10
  /// Fields of one header list. Past it the stream is reset. Default 100.
  package var maxHeaderCount = 100
  /// Frames that do no work for the peer. Past it the connection is closed.
  package var budget = ControlFrameBudget.Limits()

  package init() {}
}

extension ControlFrameBudget {
  /// How many control frames of each kind a peer may send.
  package struct Limits: Sendable, Equatable {
    /// Frames of one kind that may come at once. Default 1,000.
    package var burst = 1000
    /// Frames of one kind that may come in a second, beside those earned. Default 50.
    package var perSecond = 50
    /// Frames of each kind earned by a DATA frame with content or a finished message, so that a
    /// peer that measures its bandwidth by PING and opens windows as it reads is never cut off.
    /// Default 4.
    package var earnedByWork = 4
    /// Of the frames no work earns: RST_STREAM either way, SETTINGS and empty DATA.
    /// At once 200, then 20 a second.
    package var strictBurst = 200
    package var strictPerSecond = 20

    package init() {}
  }
}
