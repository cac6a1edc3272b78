/// How the bytes of a scrape are packed.
package enum ScrapeCoding: String, Sendable, CaseIterable {
  case identity, gzip, zstd

  /// What a scraper with this `Accept-Encoding` header gets: what it wants most, zstd before gzip where it
  /// does not care. Only what is named is used, so that `*` and an absent header give identity, as does
  /// anything else: nobody is ever refused.
  package static func negotiated(_ acceptEncoding: String?) -> ScrapeCoding {
    var best = (coding: identity, quality: 0.0)
    for element in HeaderElement.parse(acceptEncoding ?? "") {
      guard let coding = named(element.value), element.quality > 0 else { continue }
      let isTie = element.quality == best.quality
      if element.quality > best.quality || (isTie && coding.preference > best.coding.preference) {
        best = (coding, element.quality)
      }
    }
    return best.coding
  }

  private static func named(_ value: String) -> ScrapeCoding? {
    value == "x-gzip" ? .gzip : ScrapeCoding(rawValue: value)
  }

  private var preference: Int {
    switch self {
    case .identity: 0
    case .gzip: 1
    case .zstd: 2
    }
  }
}
