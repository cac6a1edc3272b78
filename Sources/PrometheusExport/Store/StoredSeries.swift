/// The series of one family of a store, put together from all loops while they are written.
struct StoredSeries: SeriesSource {
  let identities: [SeriesIdentity]
  let snapshots: [SeriesSnapshot]
  /// Series that nobody has sent since are hidden.
  let oldestReceived: UInt32

  var count: Int { identities.count }

  func series(at index: Int) -> ExposedSeries? {
    let identity = identities[index]
    guard let merged = MergedSeries(identity, snapshots) else { return nil }
    let state = merged.state
    guard state.hasValue, !state.isStale, state.received >= oldestReceived else { return nil }
    return state.exposed(identity.labels)
  }
}

extension SeriesRegistry {
  /// What a scrape shows of the loops' series; those that nobody has sent for `expireAfter` seconds before
  /// `seconds` are hidden.
  package func exposed(_ snapshots: [SeriesSnapshot], seconds: UInt32, expireAfter: UInt32) -> [ExposedFamily]
  {
    let oldest = seconds > expireAfter ? seconds - expireAfter : 0
    return families().map { family in
      ExposedFamily(
        name: family.head.name, help: family.head.help, unit: family.head.unit, kind: family.head.kind,
        series: StoredSeries(identities: family.series, snapshots: snapshots, oldestReceived: oldest))
    }
  }
}
