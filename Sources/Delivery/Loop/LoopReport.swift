/// What one loop knows, for the metrics and the status page. The reports of all loops add up.
package struct LoopReport: Sendable, Equatable {
  /// Complete: the identity holds for it.
  package private(set) var ledger: LoopLedger
  /// By target index.
  package private(set) var queues: [TargetQueue.Report]
  /// The bounds on the queues in bytes, over all loops; by target index.
  package private(set) var queueLimits: [Int]
  /// Bytes of the memory budget that are in use.
  package private(set) var memoryBytes: Int

  init(ledger: LoopLedger, queues: [TargetQueue.Report], queueLimits: [Int], memoryBytes: Int) {
    self.ledger = ledger
    self.queues = queues
    self.queueLimits = queueLimits
    self.memoryBytes = memoryBytes
  }

  /// The report of no loop at all, to which others are added.
  package init(targets: [LoopLedger.Target] = [], unroutedReason: DropReason = .noTarget) {
    self.init(
      ledger: LoopLedger(targets: targets, unroutedReason: unroutedReason),
      queues: Array(repeating: TargetQueue.Report(), count: targets.count),
      queueLimits: Array(repeating: 0, count: targets.count), memoryBytes: 0)
  }

  /// Adds another loop's report. Targets are the same by name; in the middle of a reload a loop may not
  /// know one yet, and then has nothing of it but what it missed.
  package static func += (left: inout Self, right: Self) {
    left.ledger += right.ledger
    for (index, target) in left.ledger.targets.enumerated() {
      if index == left.queues.count {
        left.queues.append(TargetQueue.Report())
        left.queueLimits.append(0)
      }
      guard let theirs = right.ledger.index(of: target.name) else { continue }
      left.queues[index] += right.queues[theirs]
      left.queueLimits[index] = max(left.queueLimits[index], right.queueLimits[theirs])
    }
    left.memoryBytes += right.memoryBytes
  }
}
