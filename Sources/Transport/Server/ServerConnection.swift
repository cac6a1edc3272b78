internal import NIOCore

/// A connection as its loop sees it.
protocol ServerConnection: AnyObject {
  /// Of the listener's terms under which it was let in.
  var generation: Int { get }
  /// Time passed: ends what took too long.
  func tick(now: NIODeadline)
  /// The server stops: ask the peer to go.
  func drain(now: NIODeadline)
  /// The listener is gone and the server goes on: ask the peer to go, without haste.
  func retire(now: NIODeadline)
  func closeNow()
}
