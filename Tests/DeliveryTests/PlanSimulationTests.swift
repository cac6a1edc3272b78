import Delivery
import TelemetryEngine
import Testing

/// Long random sequences of requests and answers on one loop while targets come, go, move and change.
@Suite struct PlanSimulationTests {
  private final class World {
    static let names = ["a", "b", "c", "d"]
    var random: SplitMix64
    var now = MonotonicTime.zero
    let memory = QueueBudget(max: 200_000)
    let delivery: LoopDelivery
    var plan: DeliveryPlan
    let removalTime: Duration
    var budgets: [String: QueueBudget] = [:]
    var mocks: [String: MockTarget] = [:]
    var removed: Set<String> = []
    /// What mocks had taken when the delivery forgot them.
    var forgottenItems: [String: Int] = [:]
    var sends: [SendOrder] = []
    /// Attempts of targets that were forgotten since.
    var orphans: [SendOrder] = []
    /// Requests that a required target must get.
    var owed: [String: Set<Int>] = [:]
    var nextID = 0

    init(seed: UInt64, removalTime: Duration) {
      random = SplitMix64(seed: seed)
      self.removalTime = removalTime
      plan = DeliveryPlan(targets: [])
      delivery = LoopDelivery(plan, memory: memory, seed: seed)
      for name in Self.names {
        mocks[name] = MockTarget()
        budgets[name] = QueueBudget(max: 50_000)
      }
      change(to: Self.names)
    }

    func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    func mock(_ order: SendOrder) -> MockTarget {
      mocks[delivery.targets[order.target].name, default: MockTarget()]
    }

    func request() {
      let signal = Signal.allCases.randomElement(using: &random) ?? .traces
      let kept = int(0...9)
      let tally = RequestTally(signal: signal, received: kept + 1, sampledOut: 1)
      let assembler = delivery.assembler(signal)
      if kept > 0, delivery.isWanted(signal) {
        assembler.buffer.append(MockRequest.bytes(id: nextID, items: kept, size: int(12...900)))
      }
      let result = delivery.offer(tally, now: now)
      if result.decision == .admitted, kept > 0 {
        for target in plan.targets where target.isRequired && target.signals.contains(signal) {
          owed[target.name, default: []].insert(nextID)
        }
      }
      nextID += 1
      sends += result.sends
    }

    func answer() {
      guard !sends.isEmpty else { return }
      let order = sends.remove(at: int(0...(sends.count - 1)))
      let outcome = mock(order).answer(order, isPoisoned: { _ in false }, using: &random)
      sends += delivery.sendFinished(target: order.target, order.id, outcome, now: now)
    }

    func pass(_ duration: Duration) {
      now = now.advanced(by: duration)
      sends += delivery.timer(now: now)
      forgetEndedSends()
      if !orphans.isEmpty, Bool.random(using: &random) {
        let late = orphans.removeLast()
        #expect(delivery.sendFinished(target: late.target, late.id, .success, now: now).isEmpty)
      }
    }

    /// What the end of a removal dropped while it was on its way is not to be delivered in this world, so
    /// that what mocks took stays what the ledger knows.
    func forgetEndedSends() {
      let ended = Set(delivery.targets.indices.filter(delivery.isFinished))
      orphans += sends.filter { ended.contains($0.target) }
      sends.removeAll { ended.contains($0.target) }
    }

    func change(to names: [String]) {
      plan = DeliveryPlan(
        targets: names.map { name in
          DeliveryTarget(
            name: name, signals: Set(Signal.allCases.filter { _ in int(0...3) > 0 }),
            isRequired: int(0...3) > 0,
            settings: TargetQueue.Settings(
              retry: RetryPolicy(initialInterval: .milliseconds(int(1...200))), maxBatches: int(20...60)),
            budget: budgets[name, default: QueueBudget(max: 0)])
        }, batch: BatchLimits(maxItems: int(20...60), maxBytes: int(2000...5000)),
        unroutedReason: Bool.random(using: &random) ? .noTarget : .disabled)
      plan.removalTime = removalTime
      plan.moved = Set(names.filter { _ in Bool.random(using: &random) })
      if let name = removed.sorted().randomElement(using: &random), !names.contains(name), int(0...9) == 0 {
        forget(name)
      }
      for name in names where int(0...3) == 0 { budgets[name]?.resize(to: int(20_000...60_000)) }
      sends += delivery.apply(plan, now: now)
      forgetEndedSends()
      removed = Set(Self.names).subtracting(names).subtracting(plan.forgotten)
    }

    private func forget(_ name: String) {
      plan.forgotten = [name]
      let gone = sends.filter { delivery.targets[$0.target].name == name }
      sends.removeAll { delivery.targets[$0.target].name == name }
      orphans += gone
      forgottenItems[name] = mocks[name]?.takenItems
      budgets[name] = QueueBudget(max: 50_000)
      owed[name] = []
    }

    func step() {
      switch int(0...99) {
      case 0..<45: request()
      case 45..<80: answer()
      case 80..<93: pass(.milliseconds(int(0...100)))
      case 93..<97: change(to: Self.names.filter { _ in int(0...2) > 0 })
      default:
        for mock in mocks.values {
          mock.mood = [.well, .well, .down, .busy].randomElement(using: &random) ?? .well
        }
      }
    }

    func check() {
      let report = delivery.report
      #expect(report.ledger.isBalanced)
      for (index, target) in report.ledger.targets.enumerated() {
        let items = report.ledger.perTarget[index].items
        let delivered = Signal.allCases.reduce(0) { $0 + items[$1].delivered }
        let taken = (mocks[target.name]?.takenItems ?? 0) - (forgottenItems[target.name] ?? 0)
        #expect(delivered == taken)
        let onTheirWay = sends.count { delivery.targets[$0.target].name == target.name }
        #expect(report.queues[index].sendsInFlight == onTheirWay)
      }
      #expect(report.memoryBytes <= memory.max)
    }

    func runDry() {
      for mock in mocks.values { mock.mood = .well }
      for _ in 0..<200_000 where !delivery.isDrained {
        if sends.isEmpty, let wake = delivery.nextWake {
          now = max(now, wake)
          pass(.zero)
        }
        answer()
        check()
      }
      #expect(delivery.isDrained)
      #expect(memory.drawn == 0)
      #expect(budgets.values.allSatisfy { $0.drawn == 0 })
    }
  }

  @Test(arguments: 1...UInt64(6)) func nothingIsLostWhileTargetsHaveTheTime(seed: UInt64) {
    let world = World(seed: seed, removalTime: .seconds(100_000))
    for _ in 0..<4000 {
      world.step()
      world.check()
    }
    world.runDry()
    for (name, owed) in world.owed {
      let missing = owed.subtracting(world.mocks[name]?.accepted ?? [])
      #expect(missing.isEmpty, "target \(name) did not get \(missing.count) requests")
    }
    #expect(world.owed.values.reduce(0) { $0 + $1.count } > 100)
  }

  @Test(arguments: 1...UInt64(6)) func whatIsDroppedAtTheEndOfTheTimeIsCounted(seed: UInt64) {
    let world = World(seed: seed, removalTime: .milliseconds(150))
    for _ in 0..<4000 {
      world.step()
      world.check()
    }
    world.change(to: World.names)
    world.runDry()
    let ledger = world.delivery.report.ledger
    #expect(ledger.leftBehind == 0)
    let dropped = ledger.perTarget.reduce(0) { sum, target in
      Signal.allCases.reduce(sum) { $0 + target.items[$1].dropped[.targetRemoved] }
    }
    #expect(dropped > 0)
  }
}
