/// The states of a loop's series by number, which count for the series alone that has the stamp.
typealias SeriesPages = Pages<SeriesState>

extension SeriesPages {
  /// The state of a series that `identity` stands for; nil when this loop has none.
  func state(of identity: SeriesIdentity) -> SeriesState? {
    guard let state = self[identity.number], state.stamp == identity.stamp else { return nil }
    return state
  }

  /// Begins a series in the place of what was there, unless that is the series itself.
  mutating func begin(_ identity: SeriesIdentity) {
    makeRoom(for: identity.number, SeriesState())
    update(identity.number) { state in
      if state.stamp == identity.stamp { return }
      state = SeriesState()
      state.stamp = identity.stamp
    }
  }

  mutating func forget(_ number: Int) { update(number) { $0 = SeriesState() } }
}
