/// A histogram with fixed buckets.
package struct HistogramValue: Sendable, Equatable {
  /// Upper bounds in ascending order, inclusive, without infinity.
  package let bounds: [Double]
  /// Observations in each bucket alone; the last is what lies above every bound.
  package private(set) var counts: [UInt64]
  /// Nil when a sender gave none.
  package private(set) var sum: Double?

  /// An empty histogram; `bounds` are finite and ascending.
  package init(bounds: [Double]) {
    self.init(bounds: bounds, counts: Array(repeating: 0, count: bounds.count + 1), sum: 0)
  }

  /// A histogram with one count more than bounds.
  package init(bounds: [Double], counts: [UInt64], sum: Double?) {
    precondition(counts.count == bounds.count + 1)
    self.bounds = bounds
    self.counts = counts
    self.sum = sum
  }

  package var count: UInt64 { counts.reduce(0, &+) }

  /// Adds an observation and returns its bucket. One that is not a number belongs to none and is ignored.
  @discardableResult
  package mutating func observe(_ value: Double) -> Int? {
    guard !value.isNaN else { return nil }
    let bucket = Self.bucket(of: value, bounds)
    counts[bucket] &+= 1
    sum = sum.map { $0 + value }
    return bucket
  }

  /// The first bucket whose bound is not below the value; the last one for what is no number.
  static func bucket(of value: Double, _ bounds: [Double]) -> Int {
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      if value <= bounds[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Adds the observations of another histogram with the same bounds.
  package mutating func add(_ other: HistogramValue) {
    precondition(bounds == other.bounds)
    for bucket in counts.indices { counts[bucket] &+= other.counts[bucket] }
    if let left = sum, let right = other.sum { sum = left + right } else { sum = nil }
  }
}
