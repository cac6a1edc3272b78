internal import Delivery
internal import NIOCore
internal import TelemetryEngine

/// The senders of one loop, by target index and signal.
///
/// A signal that a target no longer takes keeps the sender it had, for the batches that still wait.
struct LoopSenders {
  /// Senders that may be ending what they began, at a time. More are closed, the oldest first.
  private static let maxRetired = 16

  private var inUse: [[Signal: any TargetSender]] = []
  private var retired: [any TargetSender] = []

  subscript(target: Int, signal: Signal) -> (any TargetSender)? { inUse[target][signal] }

  /// Puts a sender in the place of those of the signals; these end what they began within `time`.
  mutating func install(
    _ sender: any TargetSender, at target: Int, for signals: Set<Signal>, retiring time: TimeAmount
  ) {
    while inUse.count <= target { inUse.append([:]) }
    let previous = distinct(inUse[target])
    for signal in signals { inUse[target][signal] = sender }
    let kept = distinct(inUse[target])
    for old in previous where !kept.contains(where: { $0 === old }) { retire(old, time) }
  }

  /// Whether the target at the index still has senders.
  func has(_ target: Int) -> Bool { inUse.indices.contains(target) && !inUse[target].isEmpty }

  /// Closes the senders of a target that has nothing left to send.
  mutating func close(_ target: Int) {
    guard has(target) else { return }
    for sender in distinct(inUse[target]) { sender.close() }
    inUse[target] = [:]
  }

  mutating func closeAll() {
    for sender in retired { sender.close() }
    retired = []
    for target in inUse.indices { close(target) }
  }

  private mutating func retire(_ sender: any TargetSender, _ time: TimeAmount) {
    sender.retire(within: time)
    retired.removeAll(where: \.isIdle)
    if !sender.isIdle { retired.append(sender) }
    while retired.count > Self.maxRetired { retired.removeFirst().close() }
  }

  private func distinct(_ senders: [Signal: any TargetSender]) -> [any TargetSender] {
    var distinct: [any TargetSender] = []
    for sender in senders.values where !distinct.contains(where: { $0 === sender }) {
      distinct.append(sender)
    }
    return distinct
  }
}
