/// Decides which series are forgotten, and finds those that loops contradict each other about.
package struct SeriesSweep: Sendable {
  /// A hidden series keeps its total so long, in seconds, if there is room.
  package static let retention: UInt32 = 24 * 3600

  /// Series that were found to be contested, by their stamps.
  private var contested: Set<UInt32> = []

  package init() {}

  package struct Outcome: Sendable {
    /// Series to be forgotten if nobody has sent them since `notReceivedSince`.
    package var forget: [Int] = []
    package var notReceivedSince: UInt32 = 0
    /// Newly contested series, with their number.
    package var incidents: [SeriesIncident] = []
    package var newlyContested = 0
  }

  /// Looks at everything. Past nine tenths of the series there may be, hidden ones are forgotten, those
  /// that were not sent for longest first.
  package mutating func look(
    _ registry: SeriesRegistry, _ snapshots: [SeriesSnapshot], seconds: UInt32, expireAfter: UInt32
  ) -> Outcome {
    var outcome = Outcome()
    var hidden: [(received: UInt32, number: Int)] = []
    var stillContested: Set<UInt32> = []
    let oldestShown = seconds > expireAfter ? seconds - expireAfter : 0
    for family in registry.families() {
      for identity in family.series {
        guard let merged = MergedSeries(identity, snapshots) else { continue }
        if merged.state.received < oldestShown { hidden.append((merged.state.received, identity.number)) }
        guard merged.isContested else { continue }
        stillContested.insert(identity.stamp)
        if !contested.contains(identity.stamp) { outcome.add(identity, of: family.head) }
      }
    }
    contested = stillContested
    let room = registry.maxSeries / 10 * 9
    let count = registry.count
    hidden.sort { $0 < $1 }
    for (index, series) in hidden.enumerated() {
      let isOld = seconds - series.received > Self.retention
      guard isOld || count - index > room else { break }
      outcome.forget.append(series.number)
      outcome.notReceivedSince = series.received
    }
    return outcome
  }
}

extension SeriesSweep.Outcome {
  fileprivate mutating func add(_ identity: SeriesIdentity, of family: FamilyHead) {
    newlyContested += 1
    guard incidents.count < LoopSeriesStore.maxIncidents else { return }
    let labels = identity.labels.labels
    func value(_ name: String) -> String { labels.first { $0.name == name }?.value ?? "" }
    incidents.append(
      SeriesIncident(
        what: .fault(.twoWriters), metric: family.name, job: value("job"), instance: value("instance")))
  }
}
