package import TelemetryEngine

/// Everything between the engine and the target clients on one loop: open batches, credit, queues and
/// the ledger. No I/O, clock or timer; the driver makes the sends and calls `timer` at `nextWake`.
///
/// For each request the driver lets the engine append to `assembler(signal).buffer`, then calls `offer`.
package final class LoopDelivery {
  /// By index, removed and forgotten ones included. A target keeps its index.
  package internal(set) var targets: [DeliveryTarget] = []
  var places: [DeliveryPlace] = []
  var routes = PerSignal<[Int]>(repeating: [])
  let assemblers: PerSignal<BatchAssembler>
  var admission: Admission
  var seeds: SplitMix64
  var queuesMade: UInt64 = 0
  private var drainDeadline: MonotonicTime?
  private(set) var isStopped = false
  /// The driver counts requests, bytes and redactions here; items are counted by this class.
  package var ledger: LoopLedger

  /// The delivery of one loop. `memory` is the budget of the process; `seed` determines the jitter and
  /// has to differ between loops.
  package init(_ plan: DeliveryPlan, memory: QueueBudget, seed: UInt64) {
    assemblers = PerSignal { BatchAssembler(signal: $0, limits: plan.batch) }
    admission = Admission(memory: memory, targets: [])
    seeds = SplitMix64(seed: seed)
    ledger = LoopLedger(targets: [], unroutedReason: plan.unroutedReason)
    // With nothing open and no target before, there is nothing to send yet.
    _ = apply(plan, now: MonotonicTime(nanoseconds: 0))
  }

  /// Whether any target takes the signal. Where none does, nothing needs to be appended.
  package func isWanted(_ signal: Signal) -> Bool { !routes[signal].isEmpty }

  package func assembler(_ signal: Signal) -> BatchAssembler { assemblers[signal] }

  /// Takes or refuses the request that was appended to the signal's assembler, and counts its items.
  package func offer(_ tally: RequestTally, now: MonotonicTime) -> OfferResult {
    let assembler = assemblers[tally.signal]
    if isStopped { return refuse(tally, .stopped) }
    guard !routes[tally.signal].isEmpty else {
      assembler.rollBack()
      ledger.countAccepted(tally)
      ledger.signals[tally.signal].unrouted[ledger.unroutedReason] += tally.kept
      return OfferResult(decision: .admitted, sends: [])
    }
    // Nothing to keep needs no place: what was sampled out whole is never refused.
    if assembler.pendingBytes > 0 {
      let decision = admission.admit(tally.signal, bytes: assembler.pendingBytes) { places[$0].queue.hasRoom }
      if case .refused(let refusal) = decision { return refuse(tally, refusal) }
    }
    ledger.countAccepted(tally)
    let sealed = assembler.commit(items: tally.kept, now: now)
    return OfferResult(decision: .admitted, sends: sealed.flatMap { enqueue($0, now) })
  }

  /// Takes the end of an attempt.
  package func sendFinished(
    target: Int, _ id: TargetQueue.SendID, _ outcome: ExportOutcome, now: MonotonicTime
  ) -> [SendOrder] {
    guard places[target].queue.made(id) else { return [] }
    ledger.perTarget[target].attempts[AttemptOutcome(outcome)] += 1
    return carryOut(places[target].queue.sendFinished(id, outcome, now: now), target)
  }

  /// When to call `timer` at the latest; nil when nothing is due.
  package var nextWake: MonotonicTime? {
    var wake: MonotonicTime?
    for signal in Signal.allCases { wake = earlier(wake, assemblers[signal].deadline) }
    for index in places.indices { wake = earlier(wake, places[index].queue.nextWake) }
    return wake
  }

  /// Does what is due: seals batches, tries again, gives up; stops at the end of a drain.
  package func timer(now: MonotonicTime) -> [SendOrder] {
    if let drainDeadline, now >= drainDeadline {
      stop(.drainTimeout, now: now)
      return []
    }
    var sends: [SendOrder] = []
    for signal in Signal.allCases {
      if let batch = assemblers[signal].sealIfDue(now: now) { sends += enqueue(batch, now) }
    }
    for target in places.indices { sends += carryOut(places[target].queue.timer(now: now), target) }
    return sends
  }

  /// Starts the drain: seals what is open; what is not delivered at `deadline` is dropped as
  /// `drainTimeout`. Until then requests are still taken, so that those in progress can end well.
  package func beginDrain(deadline: MonotonicTime, now: MonotonicTime) -> [SendOrder] {
    drainDeadline = deadline
    var sends = sealAll(now)
    for target in places.indices {
      sends += carryOut(places[target].queue.beginDrain(deadline: deadline, now: now), target)
    }
    return sends
  }

  /// Whether nothing is open, waiting or on its way.
  package var isDrained: Bool {
    places.allSatisfy(\.queue.isEmpty) && Signal.allCases.allSatisfy { assemblers[$0].openSince == nil }
  }

  /// Drops whatever is left and refuses what still comes.
  package func stop(_ reason: DropReason, now: MonotonicTime) {
    if isStopped { return }
    isStopped = true
    for target in places.indices { _ = carryOut(places[target].queue.abandon(reason), target) }
    _ = sealAll(now)
  }

  /// Takes memory for a request that is being received; false when there is none.
  package func takeMemory(_ bytes: Int) -> Bool { admission.takeMemory(bytes) }

  /// Gives back what `takeMemory` took.
  package func releaseMemory(_ bytes: Int) { admission.releaseMemory(bytes) }

  // MARK: Carrying out

  private func refuse(_ tally: RequestTally, _ refusal: Admission.Refusal) -> OfferResult {
    assemblers[tally.signal].rollBack()
    ledger.countRefused(tally, refusal.rejectReason)
    return OfferResult(decision: .refused(refusal), sends: [])
  }

  func sealAll(_ now: MonotonicTime) -> [SendOrder] {
    Signal.allCases.flatMap { signal in
      assemblers[signal].seal().map { enqueue($0, now) } ?? []
    }
  }

  private func enqueue(_ batch: Batch, _ now: MonotonicTime) -> [SendOrder] {
    let takers = routes[batch.signal].filter { target in
      if targets[target].isRequired { return true }
      if places[target].queue.hasRoom, admission.takeForBatch(target: target, bytes: batch.bytes.count) {
        return true
      }
      ledger.perTarget[target].items[batch.signal].dropped[.queueFull] += batch.items
      return false
    }
    batch.holders = takers.count
    if takers.isEmpty { admission.releaseMemory(batch.bytes.count) }
    return takers.flatMap { carryOut(places[$0].queue.enqueue(batch, now: now), $0) }
  }

  func carryOut(_ actions: [TargetQueue.Action], _ target: Int) -> [SendOrder] {
    var sends: [SendOrder] = []
    for action in actions {
      switch action {
      case .send(let id, let batch, let parts):
        let order = SendOrder(target: target, id: id, batch: batch, parts: parts)
        ledger.perTarget[target].sentBytes += order.byteRange.count
        sends.append(order)
      case .settled(let settlement): settle(settlement, target)
      }
    }
    return sends
  }

  private func settle(_ settlement: TargetQueue.Settlement, _ target: Int) {
    ledger.perTarget[target].items[settlement.signal].delivered += settlement.delivered
    if let reason = settlement.reason {
      ledger.perTarget[target].items[settlement.signal].dropped[reason] += settlement.dropped
    }
    admission.release(target: target, bytes: settlement.bytes)
    guard let batch = settlement.finished else { return }
    batch.holders -= 1
    if batch.holders == 0 { admission.releaseMemory(batch.bytes.count) }
  }

  private func earlier(_ left: MonotonicTime?, _ right: MonotonicTime?) -> MonotonicTime? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }
}
