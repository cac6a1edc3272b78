import Delivery
import TelemetryEngine
import Testing

/// How one loop goes over to another plan.
@Suite struct LoopDeliveryPlanTests {
  let memory = QueueBudget(max: 10_000)
  let budgets = ["a": QueueBudget(max: 1000), "b": QueueBudget(max: 1000)]

  func target(_ name: String, _ signals: Set<Signal> = [.traces], isRequired: Bool = true) -> DeliveryTarget {
    DeliveryTarget(
      name: name, signals: signals, isRequired: isRequired,
      settings: .init(retry: RetryPolicy(initialInterval: .seconds(1))),
      budget: budgets[name] ?? QueueBudget(max: 1000))
  }

  func plan(_ targets: DeliveryTarget..., removalTime: Duration = .seconds(10)) -> DeliveryPlan {
    var plan = DeliveryPlan(targets: targets, batch: BatchLimits(maxItems: 4))
    plan.removalTime = removalTime
    return plan
  }

  func delivery(_ plan: DeliveryPlan) -> LoopDelivery { LoopDelivery(plan, memory: memory, seed: 1) }

  func offer(_ delivery: LoopDelivery, _ items: Int, _ signal: Signal = .traces) -> [SendOrder] {
    if delivery.isWanted(signal) { delivery.assembler(signal).append(1, count: items * 10) }
    return delivery.offer(RequestTally(signal: signal, received: items), now: .zero).sends
  }

  func account(_ delivery: LoopDelivery, _ name: String) throws -> TargetLedger.Items {
    let ledger = delivery.report.ledger
    #expect(ledger.isBalanced)
    return ledger.perTarget[try #require(ledger.index(of: name))].items[.traces]
  }

  @Test func whatWasAcceptedGoesWhereItWouldHaveGone() throws {
    let delivery = delivery(plan(target("a")))
    #expect(offer(delivery, 3).isEmpty)
    let sends = delivery.apply(plan(target("b")), now: .zero)
    #expect(sends.map { delivery.targets[$0.target].name } == ["a"])
    _ = offer(delivery, 1)
    #expect(try account(delivery, "a").queued == 3)
    #expect(try account(delivery, "a").dropped[.notConfigured] == 1)
    #expect(try account(delivery, "b").queued == 1)
    #expect(try account(delivery, "b").dropped[.notConfigured] == 3)
  }

  @Test func aRemovedTargetHasItsTimeAndNoMore() throws {
    let delivery = delivery(plan(target("a")))
    let send = try #require(offer(delivery, 4).first)
    #expect(delivery.apply(plan(removalTime: .seconds(10)), now: .zero).isEmpty)
    #expect(!delivery.isFinished(send.target))
    _ = delivery.sendFinished(target: send.target, send.id, .lost, now: .zero)
    let retry = try #require(delivery.timer(now: .at(.seconds(3))).first)
    #expect(retry.items == 4)
    #expect(delivery.timer(now: .at(.seconds(10))).isEmpty)
    #expect(delivery.isFinished(send.target))
    #expect(try account(delivery, "a").dropped[.targetRemoved] == 4)
    #expect(delivery.report.ledger.leftBehind == 0)
    #expect(memory.drawn == 0 && budgets["a"]?.drawn == 0)
    // The answer comes all the same, and changes nothing.
    #expect(delivery.sendFinished(target: retry.target, retry.id, .success, now: .at(.seconds(11))).isEmpty)
    #expect(try account(delivery, "a").delivered == 0)
  }

  @Test func aTargetThatComesBackGoesOn() throws {
    let delivery = delivery(plan(target("a")))
    let send = try #require(offer(delivery, 4).first)
    _ = delivery.apply(plan(), now: .zero)
    _ = delivery.apply(plan(target("a")), now: .at(.seconds(5)))
    _ = delivery.sendFinished(target: send.target, send.id, .lost, now: .at(.seconds(5)))
    let retry = try #require(delivery.timer(now: .at(.seconds(20))).first)
    _ = delivery.sendFinished(target: retry.target, retry.id, .success, now: .at(.seconds(20)))
    #expect(try account(delivery, "a").delivered == 4)
    #expect(try account(delivery, "a").dropped.total == 0)
  }

  @Test func aTargetThatMovedIsTriedAtOnceAndNotBlamedForItsOldPlace() throws {
    let delivery = delivery(plan(target("a")))
    let first = try #require(offer(delivery, 4).first)
    let second = try #require(offer(delivery, 4).first)
    _ = delivery.sendFinished(target: 0, first.id, .lost, now: .zero)
    var moved = plan(target("a"))
    moved.moved = ["a"]
    let retry = delivery.apply(moved, now: .at(.milliseconds(1)))
    #expect(retry.map(\.items) == [4])
    // Refused for good there, as with credentials that ran out: the new place gets it.
    let again = delivery.sendFinished(target: 0, second.id, .http(401), now: .at(.milliseconds(2)))
    #expect(again.map(\.items) == [4])
    for send in retry + again {
      #expect(delivery.sendFinished(target: 0, send.id, .success, now: .at(.milliseconds(3))).isEmpty)
    }
    #expect(try account(delivery, "a").delivered == 8)
  }

  @Test func aForgottenTargetLeavesItsPlaceAndNothingElse() throws {
    let delivery = delivery(plan(target("a")))
    let late = try #require(offer(delivery, 4).first)
    _ = delivery.apply(plan(), now: .zero)
    var next = plan(target("b"))
    next.forgotten = ["a"]
    _ = delivery.apply(next, now: .zero)
    #expect(delivery.report.ledger.targets.map(\.name) == ["b"])
    let send = try #require(offer(delivery, 4).first)
    #expect(send.target == late.target && send.id != late.id)
    #expect(delivery.sendFinished(target: late.target, late.id, .success, now: .zero).isEmpty)
    #expect(try account(delivery, "b").delivered == 0)
    #expect(delivery.report.ledger.perTarget[0].attempts.total == 0)
    #expect(try account(delivery, "b").dropped[.notConfigured] == 4)
  }

  @Test func whatNobodyTookIsToldApartFromWhatOthersGot() throws {
    var nobody = plan()
    nobody.unroutedReason = .disabled
    let delivery = delivery(nobody)
    _ = offer(delivery, 2)
    #expect(delivery.report.ledger.unroutedBalance(.traces) == 0)
    #expect(!delivery.report.ledger.isRouted(.traces))
    _ = delivery.apply(plan(target("b")), now: .zero)
    _ = offer(delivery, 1)
    _ = delivery.apply(plan(target("a"), target("b")), now: .zero)
    let missed = try account(delivery, "a").dropped
    #expect((missed[.disabled], missed[.notConfigured]) == (2, 1))
    #expect(try account(delivery, "b").dropped[.disabled] == 2)
  }

  @Test func aSignalThatATargetTakesNoMoreIsAccountedFor() throws {
    let delivery = delivery(plan(target("a", [.traces, .logs])))
    _ = offer(delivery, 3, .logs)
    let sends = delivery.apply(plan(target("a", [.traces])), now: .zero)
    #expect(sends.map(\.batch.signal) == [.logs])
    _ = offer(delivery, 5, .logs)
    let ledger = delivery.report.ledger
    #expect(ledger.isBalanced)
    #expect(ledger.takes(.logs, target: 0))
    #expect(ledger.perTarget[0].items[.logs].dropped[.noTarget] == 5)
  }

  @Test func theBoundOfAQueueHoldsFromThenOn() {
    let delivery = delivery(plan(target("a")))
    _ = offer(delivery, 90)
    #expect(delivery.offer(tally(delivery, 20), now: .zero).decision == .refused(.queueFull(target: 0)))
    budgets["a"]?.resize(to: 2000)
    #expect(delivery.offer(tally(delivery, 20), now: .zero).decision == .admitted)
    budgets["a"]?.resize(to: 100)
    #expect(delivery.offer(tally(delivery, 20), now: .zero).decision == .refused(.tooLarge(target: 0)))
  }

  private func tally(_ delivery: LoopDelivery, _ items: Int) -> RequestTally {
    delivery.assembler(.traces).append(1, count: items * 10)
    return RequestTally(signal: .traces, received: items)
  }

  /// A scrape may see one loop before and another after the change.
  @Test(arguments: [false, true]) func loopsThatKnowDifferentTargetsAddUp(_ isFirstAhead: Bool) {
    let loops = (0..<2).map { _ in delivery(plan(target("a"))) }
    for loop in loops { _ = offer(loop, 3) }
    _ = loops[isFirstAhead ? 0 : 1].apply(plan(target("b")), now: .zero)
    for loop in loops { _ = offer(loop, 2) }
    var sum = LoopReport()
    for loop in loops { sum += loop.report }
    #expect(sum.ledger.isBalanced)
    #expect(Set(sum.ledger.targets.map(\.name)) == ["a", "b"])
    #expect(sum.queues.map(\.items[.traces]).reduce(0, +) <= 10)
    #expect(sum.ledger.signals[.traces].received == 10)
  }
}
