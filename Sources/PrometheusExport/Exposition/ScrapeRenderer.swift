/// Writes a scrape piece by piece, so that its whole never has to be in memory.
///
/// Families come in the order of their names. None is described twice: families that get one name become one,
/// and one of another kind is left out, as is every series that would make a strict scraper refuse the rest.
package struct ScrapeRenderer {
  private var passage: any ScrapePassage

  /// Of families with one name the first decides what that name means.
  package init(_ families: [ExposedFamily], _ format: ScrapeFormat) {
    let plan = ScrapePlan(families, format)
    passage =
      switch format.syntax {
      case .text: Passage(plan, format.escaping, TextFamilyWriter(.prometheus))
      case .openmetrics: Passage(plan, format.escaping, TextFamilyWriter(.openMetrics))
      case .protobuf: Passage(plan, format.escaping, ProtobufFamilyWriter(format.escaping))
      }
  }

  /// The next piece, of about 64 KiB and never empty; nil at the end.
  package mutating func next() -> [UInt8]? { passage.next() }

  /// What has been left out so far.
  package var omissions: ScrapeOmissions { passage.omissions }
}

/// Writes the families of one format.
protocol FamilyWriter {
  /// What has been written and not been taken.
  var bytes: [UInt8] { get set }
  /// The description of a family whose series follow.
  mutating func begin(_ family: PlannedFamily)
  /// One series; false when it has no room in the format and nothing was written.
  mutating func write(_ labels: [UInt8], _ series: ExposedSeries) -> Bool
  /// The end of the scrape.
  mutating func finish()
}

private protocol ScrapePassage {
  mutating func next() -> [UInt8]?
  var omissions: ScrapeOmissions { get }
}

private struct Passage<Writer: FamilyWriter>: ScrapePassage {
  private let families: [PlannedFamily]
  private let escaping: EscapingScheme
  private var writer: Writer
  private var following = 0
  private var cursor: SeriesCursor?
  private var isFinished = false
  private(set) var omissions = ScrapeOmissions()

  private static var chunkSize: Int { 64 << 10 }

  init(_ plan: ScrapePlan, _ escaping: EscapingScheme, _ writer: Writer) {
    families = plan.families
    omissions.conflicting = plan.conflicting
    self.escaping = escaping
    self.writer = writer
  }

  mutating func next() -> [UInt8]? {
    writer.bytes.reserveCapacity(Self.chunkSize + (4 << 10))
    while writer.bytes.count < Self.chunkSize, !isFinished { advance() }
    guard !writer.bytes.isEmpty else { return nil }
    let chunk = writer.bytes
    writer.bytes = []
    return chunk
  }

  private mutating func advance() {
    if let (labels, series) = cursor?.next() {
      if !writer.write(labels, series) { omissions.unrepresentable += 1 }
      return
    }
    omissions.duplicate += cursor?.duplicates ?? 0
    cursor = nil
    if following < families.count {
      writer.begin(families[following])
      cursor = SeriesCursor(families[following], escaping)
      following += 1
    } else {
      writer.finish()
      isFinished = true
    }
  }
}
