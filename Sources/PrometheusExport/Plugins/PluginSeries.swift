/// The toolkit's plugin metrics, derived from observed executions on one loop.
package struct PluginSeries: Sendable {
  package enum Outcome: Sendable {
    case success
    /// The plugin reported that it did not succeed.
    case failure
    /// The plugin crashed or threw.
    case error
  }

  struct Totals: Sendable {
    var successes = 0
    var failures = 0
    var errors = 0
    /// Of the executions, those that were one more attempt.
    var retries = 0
    var duration: HistogramValue
    /// Nil until the plugin first ran under the guard-rails.
    var guardRails: HistogramValue?

    var invocations: Int { successes + failures + errors }
  }

  private let bounds: [Double]
  private let maxPlugins: Int
  private(set) var totals: [PluginKey: Totals] = [:]
  /// Executions that were not counted: their plugin would have been one too many, or its attributes
  /// are longer than 256 bytes.
  package private(set) var overflowed = 0

  /// An empty store. `bounds` are those of the duration histograms in seconds, finite and ascending;
  /// `maxPlugins` bounds the combinations of plugin, version and category on one loop.
  package init(bounds: [Double], maxPlugins: Int = 10_000) {
    self.bounds = bounds
    self.maxPlugins = maxPlugins
  }

  /// Counts one execution. A negative duration, which a clock that jumps makes, counts as 0 seconds.
  package mutating func observe(
    _ key: PluginKey, _ outcome: Outcome, seconds: Double, guardRails: Bool, isRetry: Bool = false
  ) {
    guard totals[key] != nil || (totals.count < maxPlugins && key.isReasonable) else {
      overflowed += 1
      return
    }
    totals[key, default: Totals(duration: HistogramValue(bounds: bounds))]
      .observe(outcome, seconds: max(0, seconds), guardRails: guardRails, isRetry: isRetry, bounds)
  }

  /// Adds what another loop observed, with the same bounds. The sum may hold more plugins than one loop.
  package static func += (left: inout Self, right: Self) {
    left.overflowed += right.overflowed
    for (key, totals) in right.totals {
      if left.totals[key] == nil { left.totals[key] = totals } else { left.totals[key]?.add(totals) }
    }
  }
}

extension PluginSeries.Totals {
  fileprivate mutating func observe(
    _ outcome: PluginSeries.Outcome, seconds: Double, guardRails isGuardRails: Bool, isRetry: Bool,
    _ bounds: [Double]
  ) {
    switch outcome {
    case .success: successes += 1
    case .failure: failures += 1
    case .error: errors += 1
    }
    if isRetry { retries += 1 }
    duration.observe(seconds)
    if isGuardRails {
      var histogram = guardRails ?? HistogramValue(bounds: bounds)
      histogram.observe(seconds)
      guardRails = histogram
    }
  }

  fileprivate mutating func add(_ other: Self) {
    successes += other.successes
    failures += other.failures
    errors += other.errors
    retries += other.retries
    duration.add(other.duration)
    guard let theirs = other.guardRails else { return }
    guardRails?.add(theirs)
    if guardRails == nil { guardRails = theirs }
  }
}
