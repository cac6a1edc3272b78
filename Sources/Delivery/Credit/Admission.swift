package import TelemetryEngine

/// Decides, all or nothing, whether a loop takes a request, and keeps the credit of what it took.
///
/// A required target's credit is taken for each request before it is accepted, so that nothing that was
/// acknowledged lacks a place later. A best-effort target's credit is taken when a batch is sealed.
/// Memory is taken once for each byte, since all targets share a batch's bytes.
package struct Admission {
  package struct Target: Sendable {
    package var budget: QueueBudget
    package var signals: Set<Signal>
    /// Whether a full queue refuses the sender (true) or drops for this target alone (false).
    package var isRequired: Bool

    package init(budget: QueueBudget, signals: Set<Signal>, isRequired: Bool) {
      self.budget = budget
      self.signals = signals
      self.isRequired = isRequired
    }
  }

  package enum Decision: Sendable, Equatable {
    case admitted
    case refused(Refusal)
  }

  /// Why a request is not taken. All but the `tooLarge` ones pass: tell the sender to try again.
  package enum Refusal: Sendable, Equatable {
    case queueFull(target: Int)
    case memoryFull
    /// Larger than the whole queue of a required target.
    case tooLarge(target: Int)
    /// Larger than the whole memory budget.
    case tooLargeForMemory
    /// Delivery has ended.
    case stopped

    package var isRetryable: Bool {
      switch self {
      case .queueFull, .memoryFull, .stopped: true
      case .tooLarge, .tooLargeForMemory: false
      }
    }

    var rejectReason: RejectReason {
      switch self {
      case .queueFull: .queueFull
      case .memoryFull: .memoryFull
      case .tooLarge, .tooLargeForMemory: .tooLarge
      case .stopped: .stopped
      }
    }
  }

  package private(set) var memory: QueueCredit
  /// By target index.
  package private(set) var queues: [QueueCredit] = []
  private var required = PerSignal<[Int]>(repeating: [])

  package init(memory: QueueBudget, targets: [Target]) {
    self.memory = QueueCredit(memory)
    configure(targets)
  }

  /// Replaces the targets. One whose budget is still the same object keeps its credit; of any other there
  /// must be none.
  package mutating func configure(_ targets: [Target]) {
    queues = targets.indices.map { index in
      guard queues.indices.contains(index) else { return QueueCredit(targets[index].budget) }
      if queues[index].budget === targets[index].budget { return queues[index] }
      precondition(queues[index].taken == 0, "credit of a queue that is gone")
      return QueueCredit(targets[index].budget)
    }
    required = PerSignal { signal in
      targets.indices.filter { targets[$0].isRequired && targets[$0].signals.contains(signal) }
    }
  }

  /// Takes `bytes` from the queue of every required target of the signal and from memory, or nothing.
  /// `hasRoom` says whether a target's queue takes another batch, apart from its bytes.
  package mutating func admit(
    _ signal: Signal, bytes: Int, hasRoom: (_ target: Int) -> Bool
  ) -> Decision {
    if let refusal = obstacle(signal, bytes, hasRoom) {
      for target in required[signal] { queues[target].settle() }
      memory.settle()
      return .refused(refusal)
    }
    for target in required[signal] { _ = queues[target].take(bytes) }
    _ = memory.take(bytes)
    return .admitted
  }

  private mutating func obstacle(
    _ signal: Signal, _ bytes: Int, _ hasRoom: (_ target: Int) -> Bool
  ) -> Refusal? {
    for target in required[signal] {
      if bytes > queues[target].budget.max { return .tooLarge(target: target) }
      if !hasRoom(target) || !queues[target].peekCanTake(bytes) { return .queueFull(target: target) }
    }
    if bytes > memory.budget.max { return .tooLargeForMemory }
    return memory.peekCanTake(bytes) ? nil : .memoryFull
  }

  /// Takes credit for a sealed batch from a best-effort target; false when its queue is full.
  package mutating func takeForBatch(target: Int, bytes: Int) -> Bool { queues[target].take(bytes) }

  /// Gives back what left the queue of a target.
  package mutating func release(target: Int, bytes: Int) { queues[target].give(bytes) }

  /// Takes memory for something other than a queued batch, such as a request being received.
  package mutating func takeMemory(_ bytes: Int) -> Bool { memory.take(bytes) }

  package mutating func releaseMemory(_ bytes: Int) { memory.give(bytes) }
}
