/// What a family says about itself.
package struct FamilyHead: Sendable, Equatable {
  package var name: String
  package var help: String
  package var unit: String
  package var kind: MetricFamily.Kind
}

/// A family of the registry.
struct FamilyRecord: Sendable {
  let head: FamilyHead
  /// In order up to `sortedCount`.
  var series: [SeriesIdentity] = []
  var sortedCount = 0
  /// Grows with every change.
  var version: UInt64 = 0

  init(_ head: FamilyHead) { self.head = head }

  func sorted() -> FamilyRecord {
    var copy = self
    copy.series.sort { $0.labels.text.lexicographicallyPrecedes($1.labels.text) }
    copy.sortedCount = copy.series.count
    return copy
  }
}

extension FamilyHead {
  static let target = FamilyHead(
    name: "target_info", help: "Attributes of the senders.", unit: "", kind: .info)
}
