package import Configuration
internal import PrivacyCatalogue
internal import TelemetryEngine

extension PrivacyPreview {
  /// For people: for each plan a line that sums up, then each place with its text before and after.
  package func text(in style: TextStyle) -> String {
    results.map { $0.text(ofSeveral: requests.count > 1, in: style) }.joined(separator: "\n")
  }
}

extension PrivacyPreview.Result {
  fileprivate func text(ofSeveral: Bool, in style: TextStyle) -> String {
    var lines = [style.paint(title, .strong) + ": " + summary]
    lines += rejections.map { "  \($0)" }
    for change in changes { lines += change.lines(ofSeveral: ofSeveral, in: style) }
    return lines.map { $0 + "\n" }.joined()
  }

  private var title: String { profile.map { "\($0) (\(mode.rawValue))" } ?? mode.rawValue }

  private var summary: String {
    let items = "\(received) \(received == 1 ? "item" : "items")"
    guard !changes.isEmpty else { return "nothing changes in \(items)" }
    let changed = changes.count - leftOut
    let counts = [changed > 0 ? "\(changed) changed" : nil, leftOut > 0 ? "\(leftOut) left out" : nil]
    let byRule = rules.map { "\($0.rule.name) \($0.count)" }
    return
      "\(counts.compactMap(\.self).joined(separator: ", ")) in \(items) (\(byRule.joined(separator: ", ")))"
  }
}

extension PrivacyPreview.Change {
  fileprivate func lines(ofSeveral: Bool, in style: TextStyle) -> [String] {
    let path = (ofSeveral ? "request \(request): " : "") + ChangeText.escaped(place.path)
    let rules = place.rules.map(\.name).joined(separator: ", ")
    let text = ChangeText(place.parts, in: style)
    return [
      "", "  \(path)  \(style.paint("[\(rules)]", .faint))", "    - \(text.before)",
      place.isLeftOut ? "    " + style.paint("(left out)", .faint) : "    + \(text.after)",
    ]
  }
}
