internal import Synchronization

/// The services that sampling tells apart, for the whole process: each that is seen gets a number, until
/// there are too many. The rest share number 0, so that no sender can make series or limits without end.
package final class ServiceRegistry: Sendable {
  /// The number of all services without one of their own.
  package static let other = 0
  /// What `other` is called, and what a service of that name is counted under.
  package static let otherName = "other"
  /// Bytes of a name; a longer one gets no number.
  static let longestName = 200

  private struct State {
    /// By number.
    var names = [ServiceRegistry.otherName]
    var numbers = [ServiceRegistry.otherName: ServiceRegistry.other]
  }

  private let capacity: Int
  private let state = Mutex(State())
  private let turnedAway = Atomic(0)

  /// A registry of at most `capacity` services.
  package init(capacity: Int = 200) { self.capacity = capacity }

  /// The number of the service, now and later; nil when it gets none.
  func number(of name: String) -> Int? {
    guard name.utf8.count <= Self.longestName else { return nil }
    return state.withLock { state -> Int? in
      if let number = state.numbers[name] { return number }
      guard state.numbers.count <= capacity else { return nil }
      state.numbers[name] = state.names.count
      state.names.append(name)
      return state.names.count - 1
    }
  }

  /// Counts a resource whose service got no number.
  func turnAway() { turnedAway.add(1, ordering: .relaxed) }

  /// The names by number.
  package var names: [String] { state.withLock(\.names) }

  /// Resources that were counted under `other` because there are too many services, or because the name is
  /// too long.
  package var overflows: Int { turnedAway.load(ordering: .relaxed) }
}
