internal import TelemetryEngine

extension TargetQueue {
  /// What a reader of the status page wants to know.
  package struct Report: Sendable, Equatable {
    /// Waiting and on their way, together.
    package var items = PerSignal(repeating: 0)
    /// Uncompressed bytes, waiting and on their way.
    package var bytes = 0
    package var batches = 0
    package var sendsInFlight = 0
    /// When the first request of the oldest batch came; nil when the queue is empty.
    package var oldest: MonotonicTime?
    /// Attempts in a row that ended without an answer or with a request to try again; of several loops
    /// the highest, since each has connections of its own.
    package var consecutiveFailures = 0
    package var lastFailure: FailureKind?

    package init() {}

    /// Adds the report of another loop's queue for the same target.
    package static func += (left: inout Self, right: Self) {
      for signal in Signal.allCases { left.items[signal] += right.items[signal] }
      left.bytes += right.bytes
      left.batches += right.batches
      left.sendsInFlight += right.sendsInFlight
      if let theirs = right.oldest { left.oldest = min(left.oldest ?? theirs, theirs) }
      left.consecutiveFailures = max(left.consecutiveFailures, right.consecutiveFailures)
      left.lastFailure = right.lastFailure ?? left.lastFailure
    }
  }
}
