/// Writes the labels of a series as the scraper wants their names, and out of the way of `le` and `quantile`,
/// which belong to the format: a sender's own become `exported_le` and `exported_quantile`.
struct LabelEscaper {
  private let escaping: EscapingScheme
  private let reserved: String?
  /// The reserved name where it can stand: at the start, and behind a comma. Inside a value the quote has a
  /// backslash before it.
  private let atStart: [UInt8]
  private let inside: [UInt8]

  init(_ escaping: EscapingScheme, _ kind: MetricFamily.Kind) {
    self.escaping = escaping
    reserved =
      switch kind {
      case .histogram: "le"
      case .summary: "quantile"
      default: nil
      }
    atStart = Array("\(reserved ?? "")=\"".utf8)
    inside = Array(",\(reserved ?? "")=\"".utf8)
  }

  /// Whether the text of these labels becomes another.
  func changes(_ labels: SeriesLabels) -> Bool {
    (labels.hasQuotedName && escaping != .allowUTF8) || hasReserved(labels.text)
  }

  func text(of labels: SeriesLabels) -> [UInt8] {
    changes(labels) ? rewritten(labels.labels) : labels.text
  }

  private func hasReserved(_ text: [UInt8]) -> Bool {
    guard reserved != nil else { return false }
    return text.starts(with: atStart) || text.contains(inside)
  }

  /// Where two names become one, the values are joined with `;` in the order of the labels.
  private func rewritten(_ labels: [MetricFamily.Label]) -> [UInt8] {
    var result: [MetricFamily.Label] = []
    for label in labels {
      let name = label.name == reserved ? "exported_" + label.name : escaping.label(label.name)
      if let place = result.firstIndex(where: { $0.name == name }) {
        result[place].value += ";" + label.value
      } else {
        result.append(MetricFamily.Label(name, label.value))
      }
    }
    result.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    return SeriesLabels(result).text
  }
}

extension [UInt8] {
  fileprivate func contains(_ pattern: [UInt8]) -> Bool {
    guard let first = pattern.first, count >= pattern.count else { return false }
    return (0...(count - pattern.count)).contains { start in
      self[start] == first && self[start..<(start + pattern.count)].elementsEqual(pattern)
    }
  }
}
