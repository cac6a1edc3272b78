import Delivery
import TelemetryEngine
import Testing

/// Drives one queue and keeps what it asked for.
final class QueueProbe {
  var queue: TargetQueue
  var now = MonotonicTime.zero
  /// Sends without an answer, in the order of their start.
  private(set) var open: [(id: TargetQueue.SendID, batch: Batch, parts: Range<Int>)] = []
  private(set) var settlements: [TargetQueue.Settlement] = []

  init(_ settings: TargetQueue.Settings = .init()) {
    queue = TargetQueue(settings: settings, seed: 7)
  }

  func enqueue(_ batch: Batch) { note(queue.enqueue(batch, now: now)) }
  func beginDrain(for duration: Duration) {
    note(queue.beginDrain(deadline: now.advanced(by: duration), now: now))
  }
  func abandon(_ reason: DropReason) { note(queue.abandon(reason)) }

  /// Answers the oldest open send.
  func answer(_ outcome: ExportOutcome) throws {
    try answer(0, outcome)
  }

  func answer(_ index: Int, _ outcome: ExportOutcome) throws {
    try #require(open.indices.contains(index))
    note(queue.sendFinished(open.remove(at: index).id, outcome, now: now))
  }

  func advance(_ duration: Duration) {
    now = now.advanced(by: duration)
    note(queue.timer(now: now))
  }

  /// Waits for what the queue waits for.
  func wake() throws {
    now = max(now, try #require(queue.nextWake))
    note(queue.timer(now: now))
  }

  var delivered: Int { settlements.reduce(0) { $0 + $1.delivered } }
  func dropped(_ reason: DropReason) -> Int {
    settlements.reduce(0) { $0 + ($1.reason == reason ? $1.dropped : 0) }
  }
  var released: Int { settlements.reduce(0) { $0 + $1.bytes } }
  var finished: Int { settlements.count { $0.finished != nil } }

  private func note(_ actions: [TargetQueue.Action]) {
    for action in actions {
      switch action {
      case .send(let id, let batch, let parts): open.append((id, batch, parts))
      case .settled(let settlement): settlements.append(settlement)
      }
    }
  }
}
