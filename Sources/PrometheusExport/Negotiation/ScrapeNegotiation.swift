extension ScrapeFormat {
  /// What a scraper with this `Accept` header gets: what it wants most, and of what it wants equally the first
  /// of its list. Nil, empty, or nothing that can be served gives the text format, since nobody is ever refused.
  ///
  /// A wildcard means the text format first. `escaping` counts where it stands beside what is served; without
  /// it, and with a scheme that nobody knows, names are escaped with underscores.
  package static func negotiated(_ accept: String?) -> ScrapeFormat {
    let ranges = HeaderElement.parse(accept ?? "")
    var best: (format: ScrapeFormat, quality: Double, position: Int)?
    for candidate in candidates {
      guard let match = candidate.bestMatch(in: ranges), match.range.quality > 0 else { continue }
      if let best {
        let (have, new) = (best.quality, match.range.quality)
        guard new > have || (new == have && match.position < best.position) else { continue }
      }
      var format = candidate
      format.escaping = match.range.parameters["escaping"].flatMap(EscapingScheme.init) ?? .underscores
      best = (format, match.range.quality, match.position)
    }
    return best?.format ?? plain
  }

  /// In the order in which they are preferred where a scraper does not care.
  private static let candidates = [
    plain,
    ScrapeFormat(.openmetrics, version: "1.0.0", escaping: .underscores),
    ScrapeFormat(.protobuf, version: "", escaping: .underscores),
    // The same as the above for what is exposed here; their scrapers read a version they asked for.
    ScrapeFormat(.text, version: "1.0.0", escaping: .underscores),
    ScrapeFormat(.openmetrics, version: "0.0.1", escaping: .underscores),
  ]

  /// The most specific media range that includes this format, and where it stands.
  private func bestMatch(in ranges: [HeaderElement]) -> (range: HeaderElement, position: Int)? {
    var best: (range: HeaderElement, position: Int, specificity: Int)?
    for (position, range) in ranges.enumerated() {
      guard let specificity = specificity(of: range), specificity > best?.specificity ?? -1 else { continue }
      best = (range, position, specificity)
    }
    return best.map { ($0.range, $0.position) }
  }

  /// Nil when the range does not include this format.
  private func specificity(of range: HeaderElement) -> Int? {
    switch (syntax, range.value) {
    case (_, "*/*"): return 0
    case (.text, "text/*"), (.openmetrics, "application/*"), (.protobuf, "application/*"): return 1
    case (.text, "text/plain"), (.openmetrics, "application/openmetrics-text"):
      guard let asked = range.parameters["version"] else { return 2 }
      return asked == version ? 3 : nil
    case (.protobuf, "application/vnd.google.protobuf"):
      let isOurs =
        range.parameters["proto"] == "io.prometheus.client.MetricFamily"
        && range.parameters["encoding"] == "delimited"
      return isOurs ? 3 : nil
    default: return nil
    }
  }
}
