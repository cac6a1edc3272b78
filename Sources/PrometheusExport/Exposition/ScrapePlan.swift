/// Series that a scrape leaves out, since a strict scraper would refuse the whole of it.
package struct ScrapeOmissions: Sendable, Equatable {
  /// Series of families whose name, or that of one of their samples, an earlier family of another kind has.
  package var conflicting = 0
  /// Series whose name and labels an earlier one has.
  package var duplicate = 0
  /// Series whose value the format or the kind of the family has no room for, such as a counter below zero.
  package var unrepresentable = 0

  package init() {}

  package static func += (left: inout Self, right: Self) {
    left.conflicting += right.conflicting
    left.duplicate += right.duplicate
    left.unrepresentable += right.unrepresentable
  }
}

/// A family under the name it is shown with, and everything that goes below that name.
struct PlannedFamily {
  /// Escaped, and in OpenMetrics without the suffix of the samples.
  let name: String
  let help: String
  let unit: String
  let kind: MetricFamily.Kind
  var sources: [any SeriesSource]

  /// What describes a family for which nobody gave a description.
  static let genericHelp = "No description was given."
}

/// Which families a scrape has, in the order of their names.
struct ScrapePlan {
  private(set) var families: [PlannedFamily] = []
  private(set) var conflicting = 0

  /// Families that get one name become one when they are of one kind; the first has the help and the unit.
  /// Of two kinds the later family is left out, as is one that would have a sample of another's name.
  init(_ given: [ExposedFamily], _ format: ScrapeFormat) {
    var places: [String: Int] = [:]
    var taken: Set<String> = []
    for family in given where family.series.count > 0 {
      let names = FamilyNames(format.escaping.metric(family.name), family.kind, format.syntax)
      if let place = places[names.described], families[place].kind == family.kind {
        families[place].sources.append(family.series)
        continue
      }
      guard !family.name.isEmpty, taken.isDisjoint(with: names.all) else {
        conflicting += family.series.count
        continue
      }
      taken.formUnion(names.all)
      places[names.described] = families.count
      let help = family.help.isEmpty ? PlannedFamily.genericHelp : family.help
      families.append(
        PlannedFamily(
          name: names.described, help: help, unit: family.unit, kind: family.kind, sources: [family.series]))
    }
    families.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

/// The names that a family takes in a format.
struct FamilyNames {
  /// The name of the lines that describe the family.
  let described: String
  private let suffixes: [String]

  init(_ name: String, _ kind: MetricFamily.Kind, _ syntax: ScrapeFormat.Syntax) {
    let isOpenMetrics = syntax == .openmetrics
    described = isOpenMetrics ? Self.base(name, kind) : name
    let created = isOpenMetrics ? ["_created"] : []
    suffixes =
      switch kind {
      case .counter: isOpenMetrics ? ["_total", "_created"] : []
      case .info: isOpenMetrics ? ["_info"] : []
      case .histogram: ["_bucket", "_sum", "_count"] + created
      case .summary: ["_sum", "_count"] + created
      case .gauge, .stateset, .unknown: []
      }
  }

  var all: [String] { [described] + suffixes.map { described + $0 } }

  /// A name without the suffix that OpenMetrics keeps for the samples of its kind.
  private static func base(_ name: String, _ kind: MetricFamily.Kind) -> String {
    let suffix =
      switch kind {
      case .counter: "_total"
      case .info: "_info"
      default: ""
      }
    guard !suffix.isEmpty, name.hasSuffix(suffix), name.utf8.count > suffix.utf8.count else { return name }
    return String(name.dropLast(suffix.count))
  }
}
