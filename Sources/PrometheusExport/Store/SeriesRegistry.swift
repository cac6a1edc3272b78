internal import Synchronization

/// The series and families of the process. Loops ask it when they meet a series for the first time, and keep the
/// values themselves, by the series' number.
package final class SeriesRegistry: Sendable {
  private let state: Mutex<State>

  /// A registry of at most `maxSeries` series.
  package init(maxSeries: Int) { state = Mutex(State(maxSeries: maxSeries)) }

  /// The most series there may be. Those there are stay when it sinks.
  package var maxSeries: Int {
    get { state.withLock { $0.maxSeries } }
    set { state.withLock { $0.maxSeries = newValue } }
  }

  /// How many series there are, hidden ones included.
  package var count: Int { state.withLock { $0.entries.count } }

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

  /// Series by number; nil where a number is free.
  func seriesByNumber() -> [SeriesIdentity?] { state.withLock { $0.byNumber } }
}

/// Why a series is not taken.
struct Refusal: Error {
  var reason: RefusedPoint
}

/// What a resource says about itself.
struct TargetIdentity: Sendable, Equatable {
  var job: String
  var instance: String
  /// Label names and values.
  var attributes: [MetricFamily.Label]
}

/// What a family says about itself.
package struct FamilyHead: Sendable, Equatable {
  package var name: String
  package var help: String
  package var unit: String
  package var kind: MetricFamily.Kind
}

/// A family of the registry.
struct FamilyRecord: Sendable {
  let head: FamilyHead
  /// In order up to `sortedCount`.
  var series: [SeriesIdentity] = []
  var sortedCount = 0
  /// Grows with every change.
  var version: UInt64 = 0

  init(_ head: FamilyHead) { self.head = head }

  func sorted() -> FamilyRecord {
    var copy = self
    copy.series.sort { $0.labels.text.lexicographicallyPrecedes($1.labels.text) }
    copy.sortedCount = copy.series.count
    return copy
  }
}

/// What tells series of a registry apart.
private struct SeriesKey: Hashable {
  var family: String
  var labels: [UInt8]
}

private struct Entry {
  var identity: SeriesIdentity
  var holders: Int
}

private struct State: ~Copyable {
  var maxSeries: Int
  var families: [String: FamilyRecord] = [:]
  var entries: [SeriesKey: Entry] = [:]
  var byNumber: [SeriesIdentity?] = []
  var keys: [SeriesKey?] = []
  var freeNumbers: [Int] = []
  var lastStamp: UInt32 = 0
  /// Of each target, by its series' number.
  var targets: [Int: TargetIdentity] = [:]

  init(maxSeries: Int) { self.maxSeries = maxSeries }

  mutating func acquire(
    _ head: FamilyHead, _ key: SeriesKey, _ labels: SeriesLabels, _ mode: SeriesMode
  ) -> Result<SeriesIdentity, Refusal> {
    if let known = families[head.name], known.head.kind != head.kind {
      return .failure(Refusal(reason: .typeConflict))
    }
    if let entry = entries[key] {
      guard entry.identity.mode == mode else { return .failure(Refusal(reason: .temporalityConflict)) }
      entries[key]?.holders += 1
      return .success(entry.identity)
    }
    guard entries.count < maxSeries else { return .failure(Refusal(reason: .seriesLimit)) }
    let number = freeNumbers.popLast() ?? byNumber.count
    lastStamp = lastStamp == .max ? 1 : lastStamp + 1
    let identity = SeriesIdentity(number: number, stamp: lastStamp, labels: labels, mode: mode)
    if number == byNumber.count {
      byNumber.append(identity)
      keys.append(key)
    } else {
      byNumber[number] = identity
      keys[number] = key
    }
    entries[key] = Entry(identity: identity, holders: 1)
    families[head.name, default: FamilyRecord(head)].series.append(identity)
    families[head.name]?.version += 1
    return .success(identity)
  }

  mutating func acquire(
    _ target: TargetIdentity
  ) -> Result<(identity: SeriesIdentity, isConflicting: Bool)?, Refusal> {
    let own = [
      MetricFamily.Label("instance", target.instance), MetricFamily.Label("job", target.job),
    ]
    let key = SeriesKey(family: FamilyHead.target.name, labels: SeriesLabels(own).text)
    let isKnown = entries[key] != nil
    let shown = SeriesLabels((target.attributes + own).sorted { $0.name < $1.name })
    switch acquire(.target, key, shown, SeriesMode(.number, .latest)) {
    case .failure(let refusal): return .failure(refusal)
    case .success(let identity):
      guard isKnown, let before = targets[identity.number] else {
        targets[identity.number] = target
        return .success((identity, false))
      }
      let merged = before.merged(with: target)
      let isConflicting = before != target
      guard merged != before else { return .success((identity, isConflicting)) }
      targets[identity.number] = merged
      let changed = SeriesIdentity(
        number: identity.number, stamp: identity.stamp,
        labels: SeriesLabels((merged.attributes + own).sorted { $0.name < $1.name }), mode: identity.mode)
      replace(identity, with: changed, key)
      return .success((changed, isConflicting))
    }
  }

  private mutating func replace(_ old: SeriesIdentity, with new: SeriesIdentity, _ key: SeriesKey) {
    entries[key]?.identity = new
    byNumber[old.number] = new
    guard var family = families.removeValue(forKey: key.family) else { return }
    if let index = family.series.firstIndex(where: { $0 === old }) { family.series[index] = new }
    family.sortedCount = 0
    family.version += 1
    families[key.family] = family
  }

  mutating func release(_ numbers: [Int]) {
    var gone: [String: Set<Int>] = [:]
    for number in numbers {
      guard number < keys.count, let key = keys[number], let entry = entries[key] else { continue }
      guard entry.holders == 1 else {
        entries[key]?.holders -= 1
        continue
      }
      entries[key] = nil
      byNumber[number] = nil
      keys[number] = nil
      targets[number] = nil
      freeNumbers.append(number)
      gone[key.family, default: []].insert(number)
    }
    for (name, numbers) in gone {
      // Taken out while it is changed, so that its array is not copied.
      guard var family = families.removeValue(forKey: name) else { continue }
      family.series.removeAll { numbers.contains($0.number) }
      family.sortedCount = 0
      family.version += 1
      if !family.series.isEmpty { families[name] = family }
    }
  }

  mutating func replace(_ old: FamilyRecord, with sorted: FamilyRecord) {
    if families[old.head.name]?.version == old.version { families[old.head.name] = sorted }
  }
}

extension FamilyHead {
  static let target = FamilyHead(
    name: "target_info", help: "Attributes of the senders.", unit: "", kind: .gauge)
}

extension TargetIdentity {
  /// The attributes of both; of a name that both have, the lesser value, so that the order does not matter.
  func merged(with other: TargetIdentity) -> TargetIdentity {
    var values: [String: String] = [:]
    for label in attributes + other.attributes {
      values[label.name] = values[label.name].map { min($0, label.value) } ?? label.value
    }
    var merged = self
    merged.attributes = values.map { MetricFamily.Label($0.key, $0.value) }.sorted { $0.name < $1.name }
    return merged
  }
}
