/// What happened to the items of one signal before any target.
package struct SignalLedger: Sendable, Equatable {
  /// Every item of every request that decoded, refused requests included.
  package internal(set) var received = 0
  package internal(set) var rejected = ReasonCounts<RejectReason>()
  package internal(set) var sampledOut = 0
  /// Bytes of request bodies after decompression.
  package var receivedBytes = 0
  /// Changes that privacy made, by rule index.
  package var redactions: [Int] = []
  /// Items that no target was there for: `noTarget` or `disabled`.
  package internal(set) var unrouted = ReasonCounts<DropReason>()

  package init() {}

  /// What every target of the signal must account for.
  package var accepted: Int { received - rejected.total - sampledOut }

  package static func += (left: inout Self, right: Self) {
    left.received += right.received
    left.rejected += right.rejected
    left.sampledOut += right.sampledOut
    left.receivedBytes += right.receivedBytes
    left.unrouted += right.unrouted
    while left.redactions.count < right.redactions.count { left.redactions.append(0) }
    for (rule, count) in right.redactions.enumerated() { left.redactions[rule] += count }
  }
}
