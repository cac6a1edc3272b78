internal import Synchronization

/// The series of the span metrics, for the whole process: each that is seen gets a number, until there are too
/// many. The rest share number 0.
package final class SpanSeriesRegistry: Sendable {
  /// The number of all spans whose series would be one too many.
  package static let overflow = 0

  private struct State {
    var maxSeries: Int
    /// By number.
    var labels = [SpanLabels()]
    var numbers: [SpanLabels: Int] = [:]
  }

  private let state: Mutex<State>
  /// Of the keys under which loops remember what they have asked for.
  let secret = PseudonymKey(low: .random(in: 0...UInt64.max), high: .random(in: 0...UInt64.max))

  /// A registry of at most `maxSeries` series beside the one of the rest.
  package init(maxSeries: Int) { state = Mutex(State(maxSeries: maxSeries)) }

  /// The most series there may be beside the one of the rest. Those there are stay when it sinks.
  package var maxSeries: Int {
    get { state.withLock(\.maxSeries) }
    set { state.withLock { $0.maxSeries = newValue } }
  }

  /// The number of the series, now and later; `overflow` when it gets none.
  package func number(of labels: SpanLabels) -> Int {
    state.withLock { state in
      if let number = state.numbers[labels] { return number }
      guard state.numbers.count < state.maxSeries else { return Self.overflow }
      let number = state.labels.count
      state.numbers[labels] = number
      state.labels.append(labels)
      return number
    }
  }

  /// The labels by number; of number 0 they mean nothing.
  package var labels: [SpanLabels] { labels(from: 0) }

  /// The labels of the series from a number on.
  package func labels(from number: Int) -> [SpanLabels] {
    // A copy of its own: loops that add to one that is shared would have to copy it under the lock.
    state.withLock { $0.labels.dropFirst(number).map { $0 } }
  }

  /// How many series there are beside the one of the rest.
  package var count: Int { state.withLock { $0.numbers.count } }
}
