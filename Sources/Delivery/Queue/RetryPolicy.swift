internal import TelemetryEngine

/// When to try again, and when to give up.
package struct RetryPolicy: Sendable, Equatable {
  /// The delay after the first failure. Default 500 ms, at least 1 ms.
  package let initialInterval: Duration
  /// What the delay grows to, before jitter. Default 5 s.
  package let maxInterval: Duration
  /// After this long in the queue what was not delivered is dropped as `expired`; nil is never.
  package let giveUpAfter: Duration?

  /// From one failure to the next the delay grows by this factor.
  static let factor = 1.5
  /// A delay is drawn evenly from this share below to this share above.
  static let jitter = 0.5
  /// The longest delay that a target can ask for.
  static let longestRequestedDelay = Duration.seconds(300)

  package init(
    initialInterval: Duration = .milliseconds(500), maxInterval: Duration = .seconds(5),
    giveUpAfter: Duration? = nil
  ) {
    self.initialInterval = max(.milliseconds(1), initialInterval)
    self.maxInterval = max(self.initialInterval, maxInterval)
    self.giveUpAfter = giveUpAfter
  }

  /// The delay after the `failures`th failure in a row, 1 being the first, unless the target asked for
  /// another, which then counts exactly, up to 5 minutes.
  func delay(
    failures: Int, requested: Duration?, using random: inout some RandomNumberGenerator
  ) -> Duration {
    if let requested { return min(max(.zero, requested), Self.longestRequestedDelay) }
    var interval = Double(initialInterval.wholeNanoseconds)
    let cap = Double(maxInterval.wholeNanoseconds)
    var step = 1
    while step < failures, interval < cap {
      interval *= Self.factor
      step += 1
    }
    let spread = Double.random(in: (1 - Self.jitter)...(1 + Self.jitter), using: &random)
    return .nanoseconds(Int64(min(interval, cap) * spread))
  }
}
