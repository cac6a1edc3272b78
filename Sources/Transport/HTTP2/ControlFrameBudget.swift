package import NIOCore

/// Bounds the frames by which a peer can cost work without sending requests: floods of PING,
/// SETTINGS, PRIORITY, WINDOW_UPDATE, empty DATA, and resets in either direction.
package struct ControlFrameBudget: Sendable, Equatable {
  private let earnedByWork: Int
  private var pings: TokenBucket
  private var settings: TokenBucket
  private var priorities: TokenBucket
  private var windowUpdates: TokenBucket
  private var emptyData: TokenBucket
  private var resetsReceived: TokenBucket
  private var resetsSent: TokenBucket

  package init(_ limits: Limits, now: NIODeadline) {
    let usual = TokenBucket(burst: limits.burst, perSecond: limits.perSecond, now: now)
    let strict = TokenBucket(burst: limits.strictBurst, perSecond: limits.strictPerSecond, now: now)
    earnedByWork = limits.earnedByWork
    pings = usual
    priorities = usual
    windowUpdates = usual
    settings = strict
    emptyData = strict
    resetsReceived = strict
    resetsSent = strict
  }

  /// The frames that a budget exists for.
  package enum Frame: Sendable, CaseIterable {
    case ping, settings, priority, windowUpdate, emptyData, resetReceived, resetSent
  }

  /// Counts one frame. Returns what to disconnect the peer for, or nil while it is within limits.
  package mutating func spend(_ frame: Frame, now: NIODeadline) -> HTTP2Violation? {
    switch frame {
    case .ping: pings.take(now: now) ? nil : .pings
    case .settings: settings.take(now: now) ? nil : .settings
    case .priority: priorities.take(now: now) ? nil : .priorities
    case .windowUpdate: windowUpdates.take(now: now) ? nil : .windowUpdates
    case .emptyData: emptyData.take(now: now) ? nil : .emptyData
    case .resetReceived: resetsReceived.take(now: now) ? nil : .resetsReceived
    case .resetSent: resetsSent.take(now: now) ? nil : .resetsSent
    }
  }

  /// The peer did real work, a DATA frame with content or a finished message, or was sent some.
  package mutating func earn() {
    pings.earn(earnedByWork)
    priorities.earn(earnedByWork)
    windowUpdates.earn(earnedByWork)
  }
}
