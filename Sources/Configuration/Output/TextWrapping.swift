extension String {
  /// With lines broken at spaces where they are wider than a terminal; lines that begin with a space, such as
  /// examples, and words that are wider stay as they are.
  func wrapped(at width: Int = 80) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix(" ") ? String(line) : Self.wrap(line, at: width)
    }.joined(separator: "\n")
  }

  private static func wrap(_ line: Substring, at width: Int) -> String {
    var text = ""
    var column = 0
    for word in line.split(separator: " ") {
      let wordWidth = word.reduce(0) { $0 + $1.displayWidth }
      if column > 0, column + 1 + wordWidth > width {
        text += "\n"
        column = 0
      } else if column > 0 {
        text += " "
        column += 1
      }
      text += word
      column += wordWidth
    }
    return text
  }
}
