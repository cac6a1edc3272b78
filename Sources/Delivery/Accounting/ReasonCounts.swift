/// A count for each case of a small enumeration whose raw values are 0, 1, 2, ….
package struct ReasonCounts<Reason>: Sendable, Equatable
where Reason: RawRepresentable<Int> & CaseIterable & Sendable {
  /// Empty until the first count, since most stay at zero.
  private var counts: [Int] = []

  package init() {}

  package subscript(reason: Reason) -> Int {
    get { counts.isEmpty ? 0 : counts[reason.rawValue] }
    set {
      if counts.isEmpty { counts = Array(repeating: 0, count: Reason.allCases.count) }
      counts[reason.rawValue] = newValue
    }
  }

  package var total: Int { counts.reduce(0, +) }

  package static func += (left: inout Self, right: Self) {
    for reason in Reason.allCases where right[reason] != 0 { left[reason] += right[reason] }
  }
}
