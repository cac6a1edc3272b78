internal import NIOCore

/// A connection as its loop sees it.
protocol ServerConnection: AnyObject {
  /// Time passed: ends what took too long.
  func tick(now: NIODeadline)
  /// The server stops: ask the peer to go.
  func drain(now: NIODeadline)
  func closeNow()
}
