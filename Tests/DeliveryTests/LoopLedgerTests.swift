import Delivery
import TelemetryEngine
import Testing

@Suite struct LoopLedgerTests {
  func delivery(
    _ targets: [(name: String, signals: Set<Signal>, required: Bool)], unrouted: DropReason = .noTarget
  ) -> LoopDelivery {
    LoopDelivery(
      targets: targets.map {
        DeliveryTarget(
          name: $0.name, signals: $0.signals, isRequired: $0.required, settings: .init(),
          budget: QueueBudget(max: 100))
      }, memory: QueueBudget(max: 1000), batch: BatchLimits(maxItems: 4), unroutedReason: unrouted, seed: 1)
  }

  func offer(
    _ delivery: LoopDelivery, _ signal: Signal, received: Int, invalid: Int = 0, sampledOut: Int = 0,
    bytes: Int = 10
  ) -> OfferResult {
    var rejected = ReasonCounts<RejectReason>()
    rejected[.invalidID] = invalid
    let tally = RequestTally(
      signal: signal, received: received, rejected: rejected, sampledOut: sampledOut)
    if tally.kept > 0 { delivery.assembler(signal).append(1, count: bytes) }
    return delivery.offer(tally, now: .zero)
  }

  @Test(arguments: [DropReason.noTarget, .disabled])
  func itemsWithoutATargetAreAccountedFor(_ reason: DropReason) {
    let delivery = delivery([("files", [.logs], true)], unrouted: reason)
    let result = offer(delivery, .traces, received: 7, invalid: 1, sampledOut: 2)
    #expect(result.decision == .admitted)
    #expect(delivery.isDrained)
    let ledger = delivery.report.ledger
    #expect(ledger.signals[.traces].unrouted[reason] == 4)
    #expect(ledger.isBalanced)
  }

  @Test(arguments: [DropReason.noTarget, .disabled])
  func aSignalWithoutATargetShowsThatNothingIsMissing(_ reason: DropReason) {
    let delivery = delivery([("files", [.logs], true)], unrouted: reason)
    _ = offer(delivery, .traces, received: 2, sampledOut: 2)
    let summary = delivery.report.ledger.summary
    #expect(summary.contains(" traces.sampled_out=2 traces.dropped.\(reason.name)=0 "))
    #expect(!summary.contains(" logs.dropped."))
  }

  @Test func aRefusedRequestIsCountedWhole() {
    let delivery = delivery([("a", [.traces], true)])
    _ = offer(delivery, .traces, received: 1, bytes: 95)
    let result = offer(delivery, .traces, received: 5, invalid: 1, sampledOut: 1)
    #expect(result.decision == .refused(.queueFull(target: 0)))
    let ledger = delivery.report.ledger
    #expect(ledger.signals[.traces].received == 6)
    #expect(ledger.signals[.traces].rejected[.queueFull] == 5)
    #expect(ledger.signals[.traces].rejected[.invalidID] == 0)
    #expect(ledger.signals[.traces].sampledOut == 0)
    #expect(ledger.perTarget[0].items[.traces].queued == 1)
    #expect(ledger.isBalanced)
  }

  @Test func whatIsSampledOutWholeIsNeverRefused() {
    let delivery = delivery([("a", [.traces], true)])
    _ = offer(delivery, .traces, received: 1, bytes: 100)
    #expect(offer(delivery, .traces, received: 5, sampledOut: 5).decision == .admitted)
    #expect(delivery.report.ledger.isBalanced)
  }

  @Test func aFullBestEffortQueueDropsForThatTargetAlone() throws {
    let delivery = delivery([("needed", [.traces], true), ("extra", [.traces], false)])
    let first = offer(delivery, .traces, received: 4, bytes: 60)
    #expect(first.sends.map(\.target) == [0, 1])
    let needed = try #require(first.sends.first)
    _ = delivery.sendFinished(target: 0, needed.id, .success, now: .zero)
    let second = offer(delivery, .traces, received: 4, bytes: 60)
    #expect(second.decision == .admitted)
    #expect(second.sends.map(\.target) == [0])
    let ledger = delivery.report.ledger
    #expect(ledger.perTarget[1].items[.traces].dropped[.queueFull] == 4)
    #expect(ledger.isBalanced)
  }

  @Test func aBatchThatNoQueueTakesHoldsNoMemory() {
    let delivery = delivery([("extra", [.traces], false)])
    #expect(offer(delivery, .traces, received: 4, bytes: 200).decision == .admitted)
    let report = delivery.report
    #expect(report.memoryBytes == 0)
    #expect(report.ledger.perTarget[0].items[.traces].dropped[.queueFull] == 4)
    #expect(report.ledger.isBalanced)
    #expect(delivery.isDrained)
  }

  @Test func attemptsAndBytesAreCounted() throws {
    let delivery = delivery([("a", [.logs], true)])
    let send = try #require(offer(delivery, .logs, received: 4, bytes: 50).sends.first)
    _ = delivery.sendFinished(target: 0, send.id, .lost, now: .zero)
    let wake = try #require(delivery.nextWake)
    let retry = try #require(delivery.timer(now: wake).first)
    _ = delivery.sendFinished(target: 0, retry.id, .success, now: .at(.seconds(1)))
    let target = delivery.report.ledger.perTarget[0]
    #expect(target.attempts[.unanswered] == 1)
    #expect(target.attempts[.accepted] == 1)
    #expect(target.sentBytes == 100)
  }

  @Test func ledgersOfLoopsAddUp() {
    let loops = (1...2).map { _ in delivery([("a", [.traces], true)]) }
    for (index, loop) in loops.enumerated() {
      _ = offer(loop, .traces, received: 3 + index, sampledOut: index)
      loop.ledger.requests.add(.init(signal: .traces, transport: .grpc, code: 0))
      loop.ledger.requests.add(.init(signal: nil, transport: .http, code: 404), count: index)
      loop.ledger.signals[.traces].redactions = index == 0 ? [5] : [0, 0, 5]
      loop.ledger.signals[.traces].receivedBytes += 100
    }
    var sum = loops[0].report.ledger
    sum += loops[1].report.ledger
    #expect(sum.signals[.traces].received == 7)
    #expect(sum.signals[.traces].sampledOut == 1)
    #expect(sum.signals[.traces].receivedBytes == 200)
    #expect(sum.perTarget[0].items[.traces].queued == 6)
    #expect(sum.requests[.init(signal: .traces, transport: .grpc, code: 0)] == 2)
    #expect(sum.requests.sorted.map(\.key.code) == [0, 404])
    #expect(sum.signals[.traces].redactions == [5, 0, 5])
    #expect(sum.signals[.logs].redactions == [])
    #expect(sum.isBalanced)
    #expect(sum.leftBehind == 6)
  }

  @Test func theSummaryIsOneStableLine() {
    let delivery = delivery([("default", [.traces, .logs], true), ("b c=é", [.traces], true)])
    _ = offer(delivery, .traces, received: 9, invalid: 1, sampledOut: 4)
    _ = offer(delivery, .metrics, received: 2)
    delivery.stop(.drainTimeout, now: .zero)
    _ = offer(delivery, .logs, received: 3)
    #expect(
      delivery.report.ledger.summary
        == "identity balance=0"
        + " traces.received=9 traces.rejected=1 traces.rejected.invalid_id=1 traces.sampled_out=4"
        + " traces.default.replayed=0 traces.default.delivered=0 traces.default.queued=0"
        + " traces.default.dropped=4 traces.default.dropped.drain_timeout=4"
        + " traces.b%20c%3d%c3%a9.replayed=0 traces.b%20c%3d%c3%a9.delivered=0"
        + " traces.b%20c%3d%c3%a9.queued=0 traces.b%20c%3d%c3%a9.dropped=4"
        + " traces.b%20c%3d%c3%a9.dropped.drain_timeout=4"
        + " metrics.received=2 metrics.rejected=0 metrics.sampled_out=0 metrics.dropped.no_target=2"
        + " logs.received=3 logs.rejected=3 logs.rejected.stopped=3 logs.sampled_out=0"
        + " logs.default.replayed=0 logs.default.delivered=0 logs.default.queued=0 logs.default.dropped=0")
  }

  @Test func anImbalanceShows() {
    var ledger = LoopLedger(targets: [.init(name: "a", signals: [.traces])])
    #expect(ledger.isBalanced)
    ledger += delivery([("a", [.traces], true)]).report.ledger
    #expect(ledger.isBalanced)
    let other = delivery([("a", [.traces], true)])
    _ = offer(other, .traces, received: 2)
    // The loop's own ledger knows nothing of what is queued; only the report does.
    #expect(!other.ledger.isBalanced)
    #expect(other.ledger.balance(target: 0, .traces) == 2)
    #expect(other.ledger.summary.hasPrefix("identity balance=2 "))
    #expect(other.report.ledger.isBalanced)
  }
}
