internal import TelemetryEngine

/// A reading of a clock that never goes back, in nanoseconds since an origin of the caller's choice.
///
/// Nothing in this module reads a clock: time comes in as a value, so that tests decide what it is.
package struct MonotonicTime: Sendable, Hashable, Comparable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The time `duration` later. Stops at the end of the range (292 years) instead of overflowing.
  package func advanced(by duration: Duration) -> MonotonicTime {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
    guard overflow else { return MonotonicTime(nanoseconds: sum) }
    return MonotonicTime(nanoseconds: nanoseconds < 0 ? .min : .max)
  }

  /// How long after `earlier` this is; negative when it is before.
  package func since(_ earlier: MonotonicTime) -> Duration {
    .nanoseconds(nanoseconds) - .nanoseconds(earlier.nanoseconds)
  }
}
