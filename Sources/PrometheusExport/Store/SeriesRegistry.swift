internal import Synchronization

/// The series and families of the process. Loops ask it when they meet a series for the first time, and keep the
/// values themselves, by the series' number.
package final class SeriesRegistry: Sendable {
  private let state: Mutex<RegisteredSeries>

  /// A registry of at most `maxSeries` series.
  package init(maxSeries: Int) { state = Mutex(RegisteredSeries(maxSeries: maxSeries)) }

  /// The most series there may be. Those there are stay when it sinks.
  package var maxSeries: Int {
    get { state.withLock { $0.maxSeries } }
    set { state.withLock { $0.maxSeries = newValue } }
  }

  /// How many series there are, hidden ones included.
  package var count: Int { state.withLock { $0.count } }

  // MARK: Taking

  /// Takes a series for one loop, which gives it back with `release`. Of a family the help and the unit that
  /// came first stay.
  ///
  /// - Throws: `seriesLimit`; `typeConflict` when the family is of another kind; `temporalityConflict` when the
  ///   series is known with another mode.
  func acquire(
    _ family: FamilyHead, _ labels: SeriesLabels, _ mode: SeriesMode
  ) throws(Refusal) -> SeriesIdentity {
    let result = state.withLock {
      $0.acquire(family, SeriesKey(family: family.name, labels: labels.text), labels, mode)
    }
    return try result.get()
  }

  /// Takes the `target_info` of a job and instance, which shows the attributes of all its resources.
  ///
  /// Returns nil when the resource says nothing; `isConflicting` when it differs from another one of the same job
  /// and instance.
  func acquireTarget(
    _ target: TargetIdentity
  ) throws(Refusal) -> (identity: SeriesIdentity, isConflicting: Bool)? {
    guard !target.attributes.isEmpty else { return nil }
    return try state.withLock { $0.acquire(target) }.get()
  }

  /// Gives back series that a loop has forgotten. What no loop has any more is forgotten.
  func release(_ numbers: [Int]) { state.withLock { $0.release(numbers) } }

  // MARK: Reading

  /// Every family with its series in the order of their labels.
  func families() -> [FamilyRecord] {
    let families = state.withLock { Array($0.families.values) }
    return families.map { family in
      guard family.sortedCount < family.series.count else { return family }
      // Sorted outside the lock: loops may be waiting for it.
      let sorted = family.sorted()
      state.withLock { $0.replace(family, with: sorted) }
      return sorted
    }
  }
}

/// Why a series is not taken.
struct Refusal: Error {
  var reason: RefusedPoint
}
