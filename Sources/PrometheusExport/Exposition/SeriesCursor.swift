/// Walks over the series of a family, with labels as the scraper wants them and no labels twice.
struct SeriesCursor {
  private let family: PlannedFamily
  private let labelling: LabelEscaper
  private var source = 0
  private var index = 0
  /// The labels so far; nil while no two series can have the same.
  private var seen: Set<[UInt8]>?
  private(set) var duplicates = 0

  init(_ family: PlannedFamily, _ escaping: EscapingScheme) {
    self.family = family
    labelling = LabelEscaper(escaping, family.kind)
    // A source has no labels twice by itself.
    if family.sources.count > 1 { seen = [] }
  }

  /// The next series with the text of its labels; nil at the end.
  mutating func next() -> (labels: [UInt8], series: ExposedSeries)? {
    while source < family.sources.count {
      let current = family.sources[source]
      guard index < current.count else {
        source += 1
        index = 0
        continue
      }
      index += 1
      guard let series = current.series(at: index - 1) else { continue }
      let labels = labelling.text(of: series.labels)
      if seen == nil, labelling.changes(series.labels) { seen = earlier(current) }
      if seen?.insert(labels).inserted == false {
        duplicates += 1
        continue
      }
      return (labels, series)
    }
    return nil
  }

  /// Labels that came before the first that had to be changed, which may be what that became.
  private func earlier(_ source: any SeriesSource) -> Set<[UInt8]> {
    var labels: Set<[UInt8]> = []
    for index in 0..<(index - 1) {
      if let series = source.series(at: index) { labels.insert(labelling.text(of: series.labels)) }
    }
    return labels
  }
}
