internal import TelemetryEngine

/// What happened at one target.
package struct TargetLedger: Sendable, Equatable {
  /// The items of one signal.
  package struct Items: Sendable, Equatable {
    /// At their first acknowledgement by the target.
    package internal(set) var delivered = 0
    /// Accepted and neither delivered nor dropped: in an open batch, waiting, or on their way.
    package internal(set) var queued = 0
    package internal(set) var dropped = ReasonCounts<DropReason>()
    /// Read back from a log of an earlier run.
    package internal(set) var replayed = 0

    package init() {}

    /// Counts items that were accepted while the target did not take them: those that no target took as
    /// what they were, the rest as `notConfigured`.
    mutating func count(missed: Int, unrouted: ReasonCounts<DropReason>) {
      dropped += unrouted
      if missed > unrouted.total { dropped[.notConfigured] += missed - unrouted.total }
    }

    package static func += (left: inout Self, right: Self) {
      left.delivered += right.delivered
      left.queued += right.queued
      left.dropped += right.dropped
      left.replayed += right.replayed
    }
  }

  package internal(set) var items = PerSignal(repeating: Items())
  /// Finished attempts to send, by how they ended.
  package internal(set) var attempts = ReasonCounts<AttemptOutcome>()
  /// Uncompressed bytes of all attempts that were started.
  package internal(set) var sentBytes = 0

  package init() {}

  /// Counts everything that was accepted on a loop that does not know the target.
  mutating func count(missed signals: PerSignal<SignalLedger>) {
    for signal in Signal.allCases {
      items[signal].count(missed: signals[signal].accepted, unrouted: signals[signal].unrouted)
    }
  }

  package static func += (left: inout Self, right: Self) {
    for signal in Signal.allCases { left.items[signal] += right.items[signal] }
    left.attempts += right.attempts
    left.sentBytes += right.sentBytes
  }
}
