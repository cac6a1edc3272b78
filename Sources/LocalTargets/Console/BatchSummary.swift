package import TelemetryEngine

/// The line about a batch that a person reads, such as
/// `traces  32 spans  checkout: GET /cart ×20, POST /pay ×12`.
package enum BatchSummary {
  /// The names that are shown, the most frequent; the other items are one number at the end.
  static let shownNames = 5

  /// The line, without its end. It is at most 3,000 bytes long, and has no characters but printable
  /// ones, whatever the names hold.
  package static func line(_ signal: Signal, _ tally: BatchTally) -> String {
    let noun = tally.items == 1 ? String(signal.itemNoun.dropLast()) : signal.itemNoun
    let total = "\(signal.name)  \(tally.items) \(noun)"
    let shown = tally.counts.sorted(by: isShownFirst).prefix(shownNames)
    guard !shown.isEmpty else { return total }
    let rest = tally.items - shown.reduce(0) { $0 + $1.value }
    return "\(total)  \(services(shown))\(rest > 0 ? "; \(rest) more" : "")"
  }

  /// By descending count; what is equal, by name, so that the line does not depend on chance.
  private static func isShownFirst(
    _ left: (key: BatchTally.Label, value: Int), _ right: (key: BatchTally.Label, value: Int)
  ) -> Bool {
    (right.value, left.key.service, left.key.name) < (left.value, right.key.service, right.key.name)
  }

  private static func services(_ shown: some Sequence<(key: BatchTally.Label, value: Int)>) -> String {
    var order: [String] = []
    var names: [String: [String]] = [:]
    for (label, count) in shown {
      if names[label.service] == nil { order.append(label.service) }
      names[label.service, default: []].append("\(named(label.name, "(no name)")) ×\(count)")
    }
    return order.map { service in
      let list = names[service, default: []].joined(separator: ", ")
      return "\(named(service, "(no service.name)")): \(list)"
    }.joined(separator: "; ")
  }

  private static func named(_ name: String, _ absent: String) -> String {
    name.isEmpty ? absent : PrintableName.text(name)
  }
}
