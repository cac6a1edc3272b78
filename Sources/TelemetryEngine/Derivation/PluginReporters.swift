internal import Synchronization

/// The services that send the toolkit's plugin metrics themselves, for the whole process: for them nothing is
/// derived from spans, lest it counts twice. None is forgotten.
package final class PluginReporters: Sendable {
  private struct State {
    var services: Set<ContentKey> = []
    var overflows = 0
  }

  private let capacity: Int
  private let secret = PseudonymKey(low: .random(in: 0...UInt64.max), high: .random(in: 0...UInt64.max))
  private let state = Mutex(State())
  /// So that no span waits for a lock where no service reports.
  private let isEmpty = Atomic(true)

  /// Remembers at most `capacity` services, in tens of bytes each.
  package init(capacity: Int = 100_000) { self.capacity = capacity }

  /// Metrics of services that are not remembered because there are too many, so that their plugins count twice.
  package var overflows: Int { state.withLock(\.overflows) }

  /// Notes that the service sends plugin metrics.
  package func insert(_ service: ContentKey) {
    state.withLock { state in
      if state.services.contains(service) { return }
      guard state.services.count < capacity else {
        state.overflows += 1
        return
      }
      state.services.insert(service)
    }
    isEmpty.store(false, ordering: .relaxed)
  }

  func contains(_ service: ContentKey) -> Bool {
    if isEmpty.load(ordering: .relaxed) { return false }
    return state.withLock { $0.services.contains(service) }
  }

  /// What stands for the service of the name `bytes[name]`, in whatever signal and on whatever loop.
  func key(_ bytes: RawSpan, _ name: Range<Int>) -> ContentKey {
    ContentKey.empty.adding(bytes, name.lowerBound, name.upperBound, secret)
  }
}
