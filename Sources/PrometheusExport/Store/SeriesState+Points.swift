internal import TelemetryEngine

/// What became of a point.
enum PointEffect: Equatable {
  case taken
  /// Taken, with a doubt.
  case doubtful(StreamFault)
  /// Not taken because of a fault of the stream.
  case ignored(StreamFault)
  case refused(RefusedPoint)
}

extension SeriesState {
  /// Takes a point. `seconds` is the store's clock, `now` nanoseconds since 1970. Where the bounds of a histogram
  /// are `known`, that array is kept, which other series share.
  mutating func take(
    _ point: borrowing MetricPoint, _ mode: SeriesMode, seconds: UInt32, now: UInt64, bounds known: [Double]
  ) -> PointEffect {
    if point.hasNoRecordedValue {
      isStale = true
      received = seconds
      return .taken
    }
    // A clock that is ahead must not make every later point a late one.
    let isPlausible = point.time != 0 && point.time <= now &+ Self.clockTolerance
    let time = isPlausible ? point.time : now
    let start = min(point.start, time)
    guard let content = PointContent(point, mode.shape, bounds: known) else {
      return mode.shape == .number ? .taken : .refused(.invalidPoint)
    }
    let effect =
      switch mode.temporality {
      case .latest: takeLatest(content, start: start, time: time)
      case .cumulative: takeCumulative(content, start: start, time: time)
      case .delta: takeDelta(content, start: start, time: time)
      }
    if case .refused = effect { return effect }
    received = seconds
    if case .ignored = effect { return effect }
    hasValue = true
    isStale = false
    return effect
  }

  /// How far a sender's clock may be ahead, in nanoseconds.
  private static let clockTolerance: UInt64 = 60_000_000_000

  private mutating func takeLatest(_ content: PointContent, start: UInt64, time: UInt64) -> PointEffect {
    guard time >= lastTime else { return .ignored(.late) }
    set(content)
    (lastStart, lastTime, self.start) = (start, time, start)
    return .taken
  }

  private mutating func takeCumulative(_ content: PointContent, start: UInt64, time: UInt64) -> PointEffect {
    guard time >= lastTime else { return .ignored(.late) }
    if hasValue, time == lastTime, start == lastStart {
      return isRepeat(content) ? .ignored(.repeated) : .ignored(.twoWriters)
    }
    // Starts only go back when another sender reports the same series.
    let isContested = hasValue && start != 0 && lastStart != 0 && start < lastStart
    set(content)
    (lastStart, lastTime, self.start) = (start, time, start)
    return isContested ? .doubtful(.twoWriters) : .taken
  }

  private mutating func takeDelta(_ content: PointContent, start: UInt64, time: UInt64) -> PointEffect {
    var effect = PointEffect.taken
    if hasValue {
      if start == lastStart, time == lastTime, isRepeat(content) { return .ignored(.repeated) }
      if start > lastTime {
        effect = .doubtful(.gap)
      } else if start != 0, start < lastTime {
        effect = .doubtful(time <= lastStart ? .late : .twoWriters)
      }
    }
    guard hasValue else {
      set(content)
      self.start = start
      note(content, start: start, time: time)
      return .taken
    }
    switch add(content) {
    case .added: break
    case .startedAnew:
      set(content)
      // A start that did not move would hide that the counts began again.
      self.start = max(start, self.start + 1)
      effect = .doubtful(.boundsChanged)
    case .impossible: return .refused(.invalidPoint)
    }
    if start != 0, start < self.start, effect != .doubtful(.boundsChanged) { self.start = start }
    note(content, start: start, time: time)
    return effect
  }

  private mutating func note(_ content: PointContent, start: UInt64, time: UInt64) {
    if start != 0 { covered &+= time - start }
    // A late point is not the last one.
    if time >= lastTime { (lastStart, lastTime) = (start, time) }
    (lastValue, lastCount) = (content.number, content.count)
  }

  private func isRepeat(_ content: PointContent) -> Bool {
    lastValue.bitPattern == content.number.bitPattern && lastCount == content.count
  }

  private mutating func set(_ content: PointContent) {
    (value, lastValue, lastCount) = (content.number, content.number, content.count)
    detail = content.detail
  }

  private enum Addition {
    case added, startedAnew, impossible
  }

  private mutating func add(_ content: PointContent) -> Addition {
    switch (detail, content.detail) {
    case (.none, .none): break
    case (.buckets(let bounds, var counts, let hasSum), .buckets(let newBounds, let new, let newHasSum)):
      guard bounds == newBounds else { return .startedAnew }
      // Without a second owner the counts are changed in place.
      detail = .none
      for index in counts.indices { counts[index] &+= new[index] }
      detail = .buckets(bounds: bounds, counts: counts, hasSum: hasSum && newHasSum)
    case (.exponential(let old), .exponential(let new)):
      guard let sum = old.adding(new) else { return .impossible }
      detail = .exponential(sum)
    default: return .startedAnew
    }
    value += content.number
    return .added
  }
}

/// The value of a point.
struct PointContent {
  /// A histogram's sum.
  var number: Double
  /// 0 for numbers.
  var count: UInt64 = 0
  var detail = SeriesDetail.none

  /// More of them are refused.
  static let maxBuckets = 512
  static let maxQuantiles = 64

  /// Nil when the point has no value, or one that is not possible.
  init?(_ point: borrowing MetricPoint, _ shape: SeriesMode.Shape, bounds known: [Double]) {
    number = point.number ?? point.sum ?? 0
    switch shape {
    case .number: guard point.number != nil else { return nil }
    case .histogram:
      guard let buckets = Self.buckets(point, known) else { return nil }
      (detail, count) = buckets
    case .exponential:
      guard let histogram = ExponentialHistogram(point) else { return nil }
      (detail, count) = (.exponential(histogram), histogram.count)
    case .summary:
      guard point.quantiles.count <= Self.maxQuantiles,
        point.quantiles.allSatisfy({ (0...1).contains($0.quantile) })
      else { return nil }
      count = point.count
      detail = .summary(
        SummaryValue(
          count: point.count, sum: number,
          quantiles: point.quantiles.sorted { $0.quantile < $1.quantile }.map { .init($0.quantile, $0.value) }
        ))
    }
  }

  private static func buckets(
    _ point: borrowing MetricPoint, _ known: [Double]
  ) -> (SeriesDetail, UInt64)? {
    var bounds = point.bounds
    var counts = point.bucketCounts
    if counts.isEmpty, bounds.isEmpty { counts = [point.count] }
    guard counts.count == bounds.count + 1, counts.count <= maxBuckets else { return nil }
    if bounds.last == .infinity, let last = counts.popLast() {
      bounds.removeLast()
      counts[counts.count - 1] &+= last
    }
    var previous = -Double.infinity
    for bound in bounds {
      guard bound > previous else { return nil }
      previous = bound
    }
    let total = counts.reduce(0, &+)
    let kept = bounds == known ? known : bounds
    return (.buckets(bounds: kept, counts: counts, hasSum: point.sum != nil), total)
  }
}
