/// What a registry knows.
struct RegisteredSeries: ~Copyable {
  var maxSeries: Int
  var families: [String: FamilyRecord] = [:]
  private var entries: [SeriesKey: Entry] = [:]
  /// By number; nil where a number is free.
  private var keys: [SeriesKey?] = []
  private var freeNumbers: [Int] = []
  private var lastStamp: UInt32 = 0
  /// Of each target, by its series' number.
  private var targets: [Int: TargetIdentity] = [:]

  init(maxSeries: Int) { self.maxSeries = maxSeries }

  var count: Int { entries.count }

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
    let number = freeNumbers.popLast() ?? keys.count
    lastStamp = lastStamp == .max ? 1 : lastStamp + 1
    let identity = SeriesIdentity(number: number, stamp: lastStamp, labels: labels, mode: mode)
    if number == keys.count { keys.append(key) } else { keys[number] = key }
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

/// What tells series of a registry apart.
struct SeriesKey: Hashable {
  var family: String
  var labels: [UInt8]
}

private struct Entry {
  var identity: SeriesIdentity
  var holders: Int
}
