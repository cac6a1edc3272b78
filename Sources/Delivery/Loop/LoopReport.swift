/// What one loop knows, for the metrics and the status page. The reports of all loops add up.
package struct LoopReport: Sendable, Equatable {
  /// With what is queued filled in.
  package private(set) var ledger: LoopLedger
  /// By target index.
  package private(set) var queues: [TargetQueue.Report]
  /// Bytes of the memory budget that are in use.
  package private(set) var memoryBytes: Int

  init(ledger: LoopLedger, queues: [TargetQueue.Report], memoryBytes: Int) {
    self.ledger = ledger
    self.queues = queues
    self.memoryBytes = memoryBytes
  }

  /// The report of no loop at all, to which others are added.
  package init(targets: [LoopLedger.Target], unroutedReason: DropReason = .noTarget) {
    self.init(
      ledger: LoopLedger(targets: targets, unroutedReason: unroutedReason),
      queues: Array(repeating: TargetQueue.Report(), count: targets.count), memoryBytes: 0)
  }

  /// Adds another loop's report, which must be about the same targets.
  package static func += (left: inout Self, right: Self) {
    left.ledger += right.ledger
    for target in left.queues.indices { left.queues[target] += right.queues[target] }
    left.memoryBytes += right.memoryBytes
  }
}
