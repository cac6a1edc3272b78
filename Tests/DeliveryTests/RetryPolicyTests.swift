import Delivery
import TelemetryEngine
import Testing

@Suite struct RetryPolicyTests {
  /// The pauses that a queue makes when its target never answers.
  func pauses(_ policy: RetryPolicy, count: Int, seed: UInt64, _ outcome: ExportOutcome = .lost) -> [Duration]
  {
    var queue = TargetQueue(settings: .init(retry: policy, maxConcurrentSends: 1), seed: seed)
    var now = MonotonicTime.zero
    var actions = queue.enqueue(batch(of: 1), now: now)
    var pauses: [Duration] = []
    for _ in 0..<count {
      guard case .send(let id, _, _)? = actions.last else { return pauses }
      _ = queue.sendFinished(id, outcome, now: now)
      guard let wake = queue.nextWake else { return pauses }
      pauses.append(wake.since(now))
      now = wake
      actions = queue.timer(now: now)
    }
    return pauses
  }

  @Test(arguments: 0..<UInt64(20)) func delaysGrowWithinTheirJitter(seed: UInt64) {
    let pauses = pauses(RetryPolicy(), count: 12, seed: seed)
    let bases = [500, 750, 1125, 1687.5, 2531.25, 3796.875, 5000, 5000, 5000, 5000, 5000, 5000]
    #expect(pauses.count == bases.count)
    for (pause, base) in zip(pauses, bases) {
      #expect(pause >= .milliseconds(base * 0.5) && pause <= .milliseconds(base * 1.5))
    }
  }

  @Test func jitterDiffersBetweenLoops() {
    let firsts = (0..<50).map { pauses(RetryPolicy(), count: 1, seed: $0)[0] }
    #expect(Set(firsts).count == 50)
    #expect(firsts.contains { $0 < .milliseconds(400) } && firsts.contains { $0 > .milliseconds(600) })
  }

  @Test(arguments: [
    (asked: Duration.seconds(0), kept: Duration.seconds(0)), (.seconds(7), .seconds(7)),
    (.seconds(60), .seconds(60)), (.seconds(301), .seconds(300)), (.seconds(1 << 40), .seconds(300)),
  ])
  func aTargetsWishReplacesTheDelay(asked: Duration, kept: Duration) {
    var queue = TargetQueue(settings: .init(), seed: 1)
    guard case .send(let id, _, _)? = queue.enqueue(batch(of: 1), now: .zero).first else {
      Issue.record("nothing was sent")
      return
    }
    let actions = queue.sendFinished(id, .http(429, retryAfter: asked), now: .at(.seconds(1)))
    if asked == .zero {
      #expect(actions.count == 1)
    } else {
      #expect(actions.isEmpty)
      #expect(queue.nextWake == .at(.seconds(1) + kept))
    }
  }

  @Test func oddSettingsAreMadeUsable() {
    let policy = RetryPolicy(initialInterval: .seconds(9), maxInterval: .seconds(1))
    #expect(policy.maxInterval == .seconds(9))
    #expect(RetryPolicy(initialInterval: .zero).initialInterval == .milliseconds(1))
  }
}
