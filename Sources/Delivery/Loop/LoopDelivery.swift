package import TelemetryEngine

/// Everything between the engine and the target clients on one loop: open batches, credit, queues and
/// the ledger. No I/O, clock or timer; the driver makes the sends and calls `timer` at `nextWake`.
///
/// For each request the driver lets the engine append to `assembler(signal).buffer`, then calls `offer`.
package final class LoopDelivery {
  package let targets: [DeliveryTarget]
  private let assemblers: PerSignal<BatchAssembler>
  private let routes: PerSignal<[Int]>
  private var admission: Admission
  private var queues: [TargetQueue]
  private var drainDeadline: MonotonicTime?
  private var isStopped = false
  /// The driver counts requests, bytes and redactions here; items are counted by this class.
  package var ledger: LoopLedger

  /// The delivery of one loop. `memory` is the budget of the process; `unroutedReason` is why items of a
  /// signal that no target takes are dropped, `noTarget` or `disabled`; `seed` determines the jitter and
  /// has to differ between loops.
  package init(
    targets: [DeliveryTarget], memory: QueueBudget, batch: BatchLimits,
    unroutedReason: DropReason = .noTarget, seed: UInt64
  ) {
    self.targets = targets
    assemblers = PerSignal { BatchAssembler(signal: $0, limits: batch) }
    routes = PerSignal { signal in targets.indices.filter { targets[$0].signals.contains(signal) } }
    admission = Admission(
      memory: memory,
      targets: targets.map {
        Admission.Target(budget: $0.budget, signals: $0.signals, isRequired: $0.isRequired)
      })
    var seeds = SplitMix64(seed: seed)
    queues = targets.map { TargetQueue(settings: $0.settings, seed: seeds.next()) }
    ledger = LoopLedger(
      targets: targets.map { .init(name: $0.name, signals: $0.signals) }, unroutedReason: unroutedReason)
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
      let decision = admission.admit(tally.signal, bytes: assembler.pendingBytes) { queues[$0].hasRoom }
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
    ledger.perTarget[target].attempts[AttemptOutcome(outcome)] += 1
    return carryOut(queues[target].sendFinished(id, outcome, now: now), target)
  }

  /// When to call `timer` at the latest; nil when nothing is due.
  package var nextWake: MonotonicTime? {
    var wake: MonotonicTime?
    for signal in Signal.allCases { wake = earlier(wake, assemblers[signal].deadline) }
    for index in queues.indices { wake = earlier(wake, queues[index].nextWake) }
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
    for target in queues.indices { sends += carryOut(queues[target].timer(now: now), target) }
    return sends
  }

  /// Starts the drain: seals what is open; what is not delivered at `deadline` is dropped as
  /// `drainTimeout`. Until then requests are still taken, so that those in progress can end well.
  package func beginDrain(deadline: MonotonicTime, now: MonotonicTime) -> [SendOrder] {
    drainDeadline = deadline
    var sends = sealAll(now)
    for target in queues.indices {
      sends += carryOut(queues[target].beginDrain(deadline: deadline, now: now), target)
    }
    return sends
  }

  /// Whether nothing is open, waiting or on its way.
  package var isDrained: Bool {
    queues.allSatisfy(\.isEmpty) && Signal.allCases.allSatisfy { assemblers[$0].openSince == nil }
  }

  /// Drops whatever is left and refuses what still comes.
  package func stop(_ reason: DropReason, now: MonotonicTime) {
    if isStopped { return }
    isStopped = true
    for target in queues.indices { _ = carryOut(queues[target].abandon(reason), target) }
    _ = sealAll(now)
  }

  package var report: LoopReport {
    var ledger = ledger
    let reports = queues.map(\.report)
    for signal in Signal.allCases {
      for target in routes[signal] {
        ledger.perTarget[target].items[signal].queued =
          reports[target].items[signal] + assemblers[signal].openItems
      }
    }
    return LoopReport(ledger: ledger, queues: reports, memoryBytes: admission.memory.taken)
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

  private func sealAll(_ now: MonotonicTime) -> [SendOrder] {
    Signal.allCases.flatMap { signal in
      assemblers[signal].seal().map { enqueue($0, now) } ?? []
    }
  }

  private func enqueue(_ batch: Batch, _ now: MonotonicTime) -> [SendOrder] {
    let takers = routes[batch.signal].filter { target in
      if targets[target].isRequired { return true }
      if queues[target].hasRoom, admission.takeForBatch(target: target, bytes: batch.bytes.count) {
        return true
      }
      ledger.perTarget[target].items[batch.signal].dropped[.queueFull] += batch.items
      return false
    }
    batch.holders = takers.count
    if takers.isEmpty { admission.releaseMemory(batch.bytes.count) }
    return takers.flatMap { carryOut(queues[$0].enqueue(batch, now: now), $0) }
  }

  private func carryOut(_ actions: [TargetQueue.Action], _ target: Int) -> [SendOrder] {
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
