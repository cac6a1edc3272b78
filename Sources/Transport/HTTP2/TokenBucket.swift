package import NIOCore

/// Admits events at a rate with a burst. Without a clock of its own.
package struct TokenBucket: Sendable, Equatable {
  private let burst: Int
  private let nanosecondsPerToken: Int64
  private var tokens: Int
  private var refilledAt: NIODeadline

  /// Starts full: `burst` events pass at once, then `perSecond` (at least 1) a second.
  package init(burst: Int, perSecond: Int, now: NIODeadline) {
    self.burst = burst
    nanosecondsPerToken = 1_000_000_000 / Int64(max(1, perSecond))
    tokens = burst
    refilledAt = now
  }

  /// Takes one token; false when there is none.
  package mutating func take(now: NIODeadline) -> Bool {
    if tokens == 0 { refill(now: now) }
    guard tokens > 0 else { return false }
    tokens -= 1
    return true
  }

  /// Gives tokens back, up to the burst.
  package mutating func earn(_ count: Int) {
    tokens = min(burst, tokens + count)
  }

  private mutating func refill(now: NIODeadline) {
    let elapsed = (now - refilledAt).nanoseconds
    guard elapsed >= nanosecondsPerToken else { return }
    tokens = Int(min(Int64(burst), elapsed / nanosecondsPerToken))
    refilledAt = now
  }
}
