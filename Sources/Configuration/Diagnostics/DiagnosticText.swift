extension Diagnostic {
  /// The finding as a person reads it in a terminal or in the log of a CI job:
  ///
  ///     hephaestus.yaml:4:14: error: `sampling.ratio` must be … [HG004]
  ///         sampling: { ratio: 2 }
  ///                            ^
  ///     did you mean `0.2`?
  package var rendered: String {
    var lines = [headline]
    if let snippet { lines += snippet }
    if let suggestion { lines.append("did you mean `\(suggestion)`?") }
    return lines.joined(separator: "\n")
  }

  /// The first line of `rendered`.
  package var headline: String { "\(shownPlace)\(severity.rawValue): \(message) [\(code.rawValue)]" }

  /// The same for a log, where the line has its level already.
  package var logMessage: String { "\(shownPlace)\(message) [\(code.rawValue)]" }

  private var shownPlace: String {
    guard let file else { return "" }
    return [line, column].reduce(file) { place, number in number.map { "\(place):\($0)" } ?? place } + ": "
  }

  private var snippet: [String]? {
    guard let sourceLine, let column, column >= 1 else { return nil }
    let line = Array(sourceLine.unicodeScalars)
    guard column <= line.count + 1 else { return nil }
    // A line may be a megabyte long: show the part around the place.
    let first = column > 100 ? column - 60 : 1
    let shown = line.dropFirst(first - 1).prefix(140).map { $0.value < 32 || $0.value == 127 ? " " : $0 }
    let end = endLine == self.line ? max(endColumn ?? column, column + 1) : column + 1
    let width = max(1, min(end - column, first - 1 + shown.count - column + 1))
    var text = String.UnicodeScalarView()
    text.append(contentsOf: shown)
    let indent = String(repeating: " ", count: 4 + column - first)
    return ["    " + String(text), indent + "^" + String(repeating: "~", count: width - 1)]
  }
}
