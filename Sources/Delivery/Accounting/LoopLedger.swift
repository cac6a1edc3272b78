package import TelemetryEngine

/// The counters of one loop, from which the accounting identity is shown.
///
/// For each target t and each signal s that t takes or took:
/// `received(s) + replayed(t,s) = rejected(s) + sampledOut(s) + delivered(t,s) + queued(t,s) + dropped(t,s)`,
/// and for a signal that no target here ever took, the same with the unrouted items in the place of the last
/// three. What a target missed because it was not there, or did not take the signal, counts as dropped.
package struct LoopLedger: Sendable, Equatable {
  /// A target as the ledger knows it.
  package struct Target: Sendable, Equatable {
    package var name: String
    /// That it takes or took.
    package var signals: Set<Signal>

    package init(name: String, signals: Set<Signal>) {
      self.name = name
      self.signals = signals
    }
  }

  /// In the order of their indices.
  package private(set) var targets: [Target]
  /// Why items of a signal that no target takes are dropped, now: `noTarget` or `disabled`.
  package internal(set) var unroutedReason: DropReason
  package var signals = PerSignal(repeating: SignalLedger())
  /// By target index.
  package internal(set) var perTarget: [TargetLedger]
  package var requests = RequestCounts()
  package var sampling = SamplingCounts()

  package init(targets: [Target], unroutedReason: DropReason = .noTarget) {
    self.targets = targets
    self.unroutedReason = unroutedReason
    perTarget = Array(repeating: TargetLedger(), count: targets.count)
  }

  /// Counts a request that was accepted.
  mutating func countAccepted(_ tally: RequestTally) {
    signals[tally.signal].received += tally.received
    signals[tally.signal].sampledOut += tally.sampledOut
    signals[tally.signal].rejected += tally.rejected
  }

  /// Counts a request that was refused whole. What would have become of its items does not matter:
  /// the sender has all of them still.
  mutating func countRefused(_ tally: RequestTally, _ reason: RejectReason) {
    signals[tally.signal].received += tally.received
    signals[tally.signal].rejected[reason] += tally.received
  }

  /// Enters a target, or what it takes from now on. A target at the next index is a new one.
  mutating func enter(_ target: DeliveryTarget, at index: Int) {
    if index == targets.count {
      targets.append(Target(name: target.name, signals: []))
      perTarget.append(TargetLedger())
    }
    targets[index].name = target.name
    targets[index].signals.formUnion(target.signals)
  }

  /// Leaves the index for another target.
  mutating func forget(_ index: Int) {
    targets[index] = Target(name: "", signals: [])
    perTarget[index] = TargetLedger()
  }

  /// The ledger with these targets alone, and with these accounts of theirs.
  func showing(_ indices: [Int], _ accounts: [TargetLedger]) -> LoopLedger {
    var shown = self
    shown.targets = indices.map { targets[$0] }
    shown.perTarget = accounts
    return shown
  }

  package func index(of name: String) -> Int? { targets.firstIndex { $0.name == name } }

  /// Whether the target takes or took the signal.
  package func takes(_ signal: Signal, target: Int) -> Bool { targets[target].signals.contains(signal) }

  /// Whether any target takes or took the signal.
  package func isRouted(_ signal: Signal) -> Bool { targets.contains { $0.signals.contains(signal) } }

  /// What the identity is off by for this target and signal: 0. A signal that the target does not take
  /// has nothing to account for and is 0 too.
  package func balance(target: Int, _ signal: Signal) -> Int {
    guard takes(signal, target: target) else { return 0 }
    let items = perTarget[target].items[signal]
    return signals[signal].accepted + items.replayed - items.delivered - items.queued - items.dropped.total
  }

  /// What the identity is off by for a signal that no target here ever took: 0.
  package func unroutedBalance(_ signal: Signal) -> Int {
    guard !isRouted(signal) else { return 0 }
    return signals[signal].accepted - signals[signal].unrouted.total
  }

  /// Whether the identity holds for every target and signal.
  package var isBalanced: Bool {
    Signal.allCases.allSatisfy { signal in
      unroutedBalance(signal) == 0 && targets.indices.allSatisfy { balance(target: $0, signal) == 0 }
    }
  }

  /// Accepted items that a target did not get and that a clean stop must not leave behind: those still
  /// queued and those dropped because the time for stopping was over.
  package var leftBehind: Int {
    perTarget.indices.reduce(0) { sum, target in
      Signal.allCases.reduce(sum) { sum, signal in
        let items = perTarget[target].items[signal]
        return sum + items.queued + items.dropped[.drainTimeout]
      }
    }
  }

  /// Adds the counters of another loop. Targets are the same by name; for a loop that does not know one, it
  /// missed everything there.
  package static func += (left: inout Self, right: Self) {
    for (index, target) in left.targets.enumerated() where right.index(of: target.name) == nil {
      left.perTarget[index].count(missed: right.signals)
    }
    for (target, account) in zip(right.targets, right.perTarget) {
      if let index = left.index(of: target.name) {
        left.targets[index].signals.formUnion(target.signals)
        left.perTarget[index] += account
      } else {
        var account = account
        account.count(missed: left.signals)
        left.targets.append(target)
        left.perTarget.append(account)
      }
    }
    for signal in Signal.allCases { left.signals[signal] += right.signals[signal] }
    left.requests += right.requests
    left.sampling += right.sampling
  }
}
