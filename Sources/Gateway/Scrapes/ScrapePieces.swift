internal import PrometheusExport
internal import Transport

/// A scrape as it is written, packed as the scraper takes it.
final class ScrapePieces {
  private var renderer: ScrapeRenderer
  private let encoder: (any EncodingStream)?
  private let ledger: ScrapeLedger
  /// Held until nobody reads any more.
  private var place: ScrapeLedger.Place?

  init(
    _ families: [ExposedFamily], _ format: ScrapeFormat, _ coding: ScrapeCoding, _ ledger: ScrapeLedger,
    _ place: ScrapeLedger.Place
  ) {
    renderer = ScrapeRenderer(families, format)
    self.ledger = ledger
    self.place = place
    encoder =
      switch coding {
      case .identity: nil
      case .gzip: GzipStream()
      case .zstd: ZstdStream()
      }
  }

  /// The next piece, never empty; nil at the end.
  func next() -> [UInt8]? {
    while place != nil {
      let piece = renderer.next()
      if piece == nil { finish() }
      guard let encoder else { return piece }
      let packed = encoder.encode(piece ?? [], isLast: piece == nil)
      if !packed.isEmpty { return packed }
    }
    return nil
  }

  private func finish() {
    ledger.count(renderer.omissions)
    place = nil
  }
}
