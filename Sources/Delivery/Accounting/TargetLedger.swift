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

  package static func += (left: inout Self, right: Self) {
    for signal in Signal.allCases { left.items[signal] += right.items[signal] }
    left.attempts += right.attempts
    left.sentBytes += right.sentBytes
  }
}
