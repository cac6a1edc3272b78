internal import TelemetryEngine

extension LoopDelivery {
  /// What this loop knows, for the metrics, with everything filled in that is not counted as it happens:
  /// what is queued, and what a target missed because it was not there.
  package var report: LoopReport {
    let known = places.indices.filter { places[$0].standing != .free }
    var queues: [TargetQueue.Report] = []
    var accounts: [TargetLedger] = []
    for index in known {
      let queue = places[index].queue.report
      queues.append(queue)
      accounts.append(account(index, queue))
    }
    return LoopReport(
      ledger: ledger.showing(known, accounts), queues: queues,
      queueLimits: known.map { targets[$0].budget.max }, memoryBytes: admission.memory.taken)
  }

  private func account(_ target: Int, _ queue: TargetQueue.Report) -> TargetLedger {
    var account = ledger.perTarget[target]
    for signal in Signal.allCases {
      let open = routes[signal].contains(target) ? assemblers[signal].openItems : 0
      account.items[signal].queued = queue.items[signal] + open
      let counts = ledger.signals[signal]
      let missed = places[target].absences[signal].items(accepted: counts.accepted)
      account.items[signal].count(missed: missed, unrouted: counts.unrouted)
    }
    return account
  }
}
