import Delivery
import TelemetryEngine
import Testing

/// Long random sequences of everything that can happen to one loop, with targets that answer by chance.
@Suite struct LoopDeliverySimulationTests {
  private final class World {
    static let poisonedShare = 25
    var random: SplitMix64
    var now = MonotonicTime.zero
    let memory = QueueBudget(max: 120_000)
    let delivery: LoopDelivery
    let mocks: [MockTarget]
    var sends: [SendOrder] = []
    /// Admitted requests by signal, with their items.
    var admitted = PerSignal<[Int: Int]>(repeating: [:])
    var nextID = 0

    init(seed: UInt64, giveUpAfter: Duration?) {
      random = SplitMix64(seed: seed)
      let settings = TargetQueue.Settings(
        retry: RetryPolicy(giveUpAfter: giveUpAfter), maxBatches: 40, maxFruitlessSplits: .max)
      delivery = LoopDelivery(
        targets: [
          DeliveryTarget(
            name: "first", signals: Set(Signal.allCases), isRequired: true, settings: settings,
            budget: QueueBudget(max: 60_000)),
          DeliveryTarget(
            name: "second", signals: [.traces], isRequired: true, settings: settings,
            budget: QueueBudget(max: 30_000)),
          DeliveryTarget(
            name: "best effort", signals: [.traces, .metrics], isRequired: false, settings: settings,
            budget: QueueBudget(max: 15_000)),
        ],
        memory: memory, batch: BatchLimits(maxItems: 50, maxBytes: 4000), seed: seed)
      mocks = delivery.targets.map { _ in MockTarget() }
    }

    func isPoisoned(_ id: Int) -> Bool { id % Self.poisonedShare == 3 }

    func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    func request() {
      let signal = Signal.allCases.randomElement(using: &random) ?? .traces
      let kept = int(0...12) == 0 ? int(60...80) : int(0...9)
      var rejected = ReasonCounts<RejectReason>()
      rejected[.invalidID] = int(0...2)
      let sampledOut = int(0...5)
      let tally = RequestTally(
        signal: signal, received: kept + rejected.total + sampledOut, rejected: rejected,
        sampledOut: sampledOut)
      let id = nextID
      nextID += 1
      let assembler = delivery.assembler(signal)
      if kept > 0 {
        let size = int(0...200) == 0 ? 70_000 : int(0...20) == 0 ? int(4000...9000) : int(12...400)
        assembler.buffer.append(MockRequest.bytes(id: id, items: kept, size: size))
      }
      let result = delivery.offer(tally, now: now)
      #expect(assembler.pendingBytes == 0)
      if result.decision == .admitted, kept > 0 { admitted[signal][id] = kept }
      if case .refused(.tooLarge(let target)) = result.decision { #expect(target == 0 || signal == .traces) }
      sends += result.sends
    }

    func answer() {
      guard !sends.isEmpty else { return }
      let order = sends.remove(at: int(0...(sends.count - 1)))
      let outcome = mocks[order.target].answer(order, isPoisoned: isPoisoned, using: &random)
      sends += delivery.sendFinished(target: order.target, order.id, outcome, now: now)
    }

    func pass(_ duration: Duration) {
      now = now.advanced(by: duration)
      sends += delivery.timer(now: now)
    }

    func step() {
      switch int(0...99) {
      case 0..<50: request()
      case 50..<85: answer()
      case 85..<98: pass(.milliseconds(int(0...300)))
      default: mocks[int(0...2)].mood = MockTarget.Mood.allCases.randomElement(using: &random) ?? .well
      }
    }

    func check() {
      let report = delivery.report
      #expect(report.ledger.isBalanced)
      for target in mocks.indices {
        let queue = report.queues[target]
        #expect(queue.bytes <= delivery.targets[target].budget.max)
        #expect(queue.sendsInFlight <= 4)
        #expect(queue.sendsInFlight == sends.count { $0.target == target })
        #expect(queue.batches <= 46)
        let ledger = report.ledger.perTarget[target]
        #expect(Signal.allCases.reduce(0) { $0 + ledger.items[$1].delivered } == mocks[target].takenItems)
      }
      #expect(report.memoryBytes <= memory.max)
      #expect(memory.drawn >= report.memoryBytes)
    }

    func runDry() {
      for mock in mocks { mock.mood = .well }
      for _ in 0..<200_000 where !delivery.isDrained {
        if sends.isEmpty, let wake = delivery.nextWake {
          now = max(now, wake)
          sends += delivery.timer(now: now)
        }
        answer()
        check()
      }
    }
  }

  @Test(arguments: 1...UInt64(4)) func onlyCulpritsAreLost(seed: UInt64) {
    let world = World(seed: seed, giveUpAfter: nil)
    for _ in 0..<4000 {
      world.step()
      world.check()
    }
    world.runDry()
    #expect(world.delivery.isDrained)
    #expect(world.delivery.nextWake == nil)
    #expect(world.memory.drawn == 0)
    #expect(world.delivery.targets.allSatisfy { $0.budget.drawn == 0 })
    for (index, mock) in world.mocks.enumerated() where world.delivery.targets[index].isRequired {
      let expected = Signal.allCases.filter(world.delivery.targets[index].signals.contains)
        .flatMap { world.admitted[$0].keys }
        .filter { !world.isPoisoned($0) && !mock.lostWithoutCulprit.contains($0) }
      #expect(mock.accepted == Set(expected))
    }
    #expect(world.mocks[0].accepted.count > 300)
    let ledger = world.delivery.report.ledger
    #expect(ledger.leftBehind == 0)
    #expect(ledger.signals[.traces].rejected[.queueFull] > 0)
    #expect(ledger.perTarget[2].items[.traces].dropped[.queueFull] > 0)
    #expect(ledger.perTarget[0].items[.logs].dropped[.targetRejected] > 0)
  }

  @Test(arguments: 1...UInt64(4)) func aDrainSettlesEverythingByItsDeadline(seed: UInt64) {
    let world = World(seed: seed, giveUpAfter: .seconds(20))
    for _ in 0..<2000 {
      world.step()
      world.check()
    }
    world.mocks[1].mood = .down
    for _ in 0..<5 { world.request() }
    let deadline = world.now.advanced(by: .seconds(3))
    world.sends += world.delivery.beginDrain(deadline: deadline, now: world.now)
    while world.now < deadline {
      world.answer()
      world.pass(.milliseconds(10))
      if world.now < deadline { world.check() }
    }
    #expect(world.delivery.isDrained)
    let ledger = world.delivery.report.ledger
    #expect(ledger.isBalanced)
    #expect(
      ledger.leftBehind
        == ledger.perTarget.reduce(0) { sum, target in
          sum + Signal.allCases.reduce(0) { $0 + target.items[$1].dropped[.drainTimeout] }
        })
    #expect(world.memory.drawn == 0)
    #expect(world.delivery.targets.allSatisfy { $0.budget.drawn == 0 })
    // After the end nothing is taken, and late answers change nothing.
    let admitted = Signal.allCases.reduce(0) { $0 + world.admitted[$1].count }
    for _ in 0..<20 { world.request() }
    #expect(Signal.allCases.reduce(0) { $0 + world.admitted[$1].count } == admitted)
    while !world.sends.isEmpty { world.answer() }
    #expect(world.delivery.report.ledger.isBalanced)
  }
}
