/// One series from the states that the loops have of it.
struct MergedSeries {
  private(set) var state: SeriesState
  /// Whether two loops have senders that contradict each other.
  private(set) var isContested: Bool

  /// Nil when no loop has the series.
  init?(_ identity: SeriesIdentity, _ snapshots: [SeriesSnapshot]) {
    var merged: Self?
    for snapshot in snapshots {
      guard let state = snapshot.pages.state(of: identity) else { continue }
      if merged == nil { merged = Self(state) } else { merged?.merge(state, identity.mode) }
    }
    guard let merged else { return nil }
    self = merged
  }

  private init(_ state: SeriesState) {
    self.state = state
    isContested = false
  }

  private mutating func merge(_ other: SeriesState, _ mode: SeriesMode) {
    let received = max(state.received, other.received)
    if other.hasValue, state.hasValue {
      mergeValues(other, mode)
    } else if other.hasValue {
      state = other
    }
    state.received = received
  }

  private mutating func mergeValues(_ other: SeriesState, _ mode: SeriesMode) {
    let otherIsLater = (other.lastTime, other.received) > (state.lastTime, state.received)
    let (later, earlier) = otherIsLater ? (other, state) : (state, other)
    switch mode.temporality {
    case .latest: state = later
    case .cumulative:
      // The one that began earlier went on after the other had begun.
      let (younger, older) = later.start >= earlier.start ? (later, earlier) : (earlier, later)
      isContested =
        isContested || older.start != 0 && older.start < younger.start && older.lastTime > younger.start
      state = later
    case .delta:
      var sum = later
      sum.covered = later.covered &+ earlier.covered
      if sum.addTotals(of: earlier) {
        sum.start = [later.start, earlier.start].filter { $0 != 0 }.min() ?? 0
      }
      state = sum
      // Points that cover more time than there was overlap, on whichever loops they came.
      isContested = sum.start != 0 && sum.lastTime > sum.start && sum.covered > sum.lastTime - sum.start
    }
  }
}

extension SeriesState {
  /// Adds what another loop has counted; false when that has other bounds, and so is left behind.
  fileprivate mutating func addTotals(of other: SeriesState) -> Bool {
    switch (detail, other.detail) {
    case (.none, .none): break
    case (.buckets(let bounds, var counts, let hasSum), .buckets(let otherBounds, let more, let otherHasSum)):
      guard bounds == otherBounds else { return false }
      for index in counts.indices { counts[index] &+= more[index] }
      detail = .buckets(bounds: bounds, counts: counts, hasSum: hasSum && otherHasSum)
    case (.exponential(let histogram), .exponential(let more)):
      guard let sum = histogram.adding(more) else { return false }
      detail = .exponential(sum)
    default: return false
    }
    value += other.value
    exemplars += other.exemplars
    return true
  }

  /// As a scrape shows it.
  func exposed(_ labels: SeriesLabels) -> ExposedSeries {
    let shown: ExposedValue =
      switch detail {
      case .none: .number(value)
      case .buckets(let bounds, let counts, let hasSum):
        .histogram(HistogramValue(bounds: bounds, counts: counts, sum: hasSum ? value : nil))
      case .exponential(let histogram): .exponential(histogram)
      case .summary(let summary): .summary(summary)
      }
    return ExposedSeries(labels, shown, start: start, exemplars: exemplars.map(\.exposed))
  }
}
