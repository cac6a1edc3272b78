/// How many spans of each service would leave without a rate limit, and with what probability each.
///
/// Spans are put together by the power of two that their probability is at: what is left of them at a lower
/// one is the same for all of a group, nearly.
package struct RateDemand: Sendable, Equatable {
  /// Spans of one service and one group.
  package struct Group: Sendable, Equatable {
    package let service: Int
    /// The probability is at least 2^-`exponent` and below twice that.
    let exponent: Int
    var spans: Double
    /// The sum of their adjusted counts: how many there were before anything was sampled.
    var adjusted: Double

    /// One span that would leave at this threshold.
    package init(service: Int, _ threshold: SamplingThreshold) {
      self.service = service
      exponent = (SamplingThreshold.randomnessValues - threshold.value).leadingZeroBitCount - 7
      spans = 1
      adjusted = 1 / threshold.probability
    }

    /// Adds a group if it is the same.
    mutating func add(_ other: Group) -> Bool {
      guard service == other.service, exponent == other.exponent else { return false }
      spans += other.spans
      adjusted += other.adjusted
      return true
    }

    /// How many are left at a lower probability.
    func left(at probability: Double) -> Double { min(spans, adjusted * probability) }

    mutating func scale(by factor: Double) {
      spans *= factor
      adjusted *= factor
    }
  }

  private struct Key: Hashable {
    let service: Int
    let exponent: Int
  }

  private var groups: [Key: Group] = [:]

  package init() {}

  package var isEmpty: Bool { groups.isEmpty }

  package mutating func add(_ group: Group) {
    let key = Key(service: group.service, exponent: group.exponent)
    if groups[key] == nil { groups[key] = group } else { _ = groups[key]?.add(group) }
  }

  package static func += (left: inout Self, right: Self) {
    for group in right.groups.values { left.add(group) }
  }

  mutating func scale(by factor: Double) {
    for key in groups.keys { groups[key]?.scale(by: factor) }
  }

  /// Forgets groups of which there is next to nothing.
  mutating func forget(below spans: Double) { groups = groups.filter { $0.value.spans >= spans } }

  var byService: [Int: [Group]] { Dictionary(grouping: groups.values, by: \.service) }
}
