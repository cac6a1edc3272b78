/// What became of the reloads so far.
package struct ReloadLedger: Sendable, Equatable {
  /// Raw values are the `result` label.
  package enum Result: String, Sendable, CaseIterable {
    case applied, refused, unchanged
  }

  package private(set) var counts: [Result: Int] = [:]
  /// Whether the last configuration that was loaded is the one that runs.
  package private(set) var isLastSuccessful = true
  /// When the running configuration was last loaded, in seconds since 1970.
  package private(set) var lastSuccess: Double

  /// `start` is when the first configuration was loaded.
  package init(start: Double) { lastSuccess = start }

  package mutating func count(_ result: Result, at time: Double) {
    counts[result, default: 0] += 1
    isLastSuccessful = result != .refused
    if isLastSuccessful { lastSuccess = time }
  }
}
