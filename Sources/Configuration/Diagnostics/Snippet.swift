/// The part of a line around a finding, and where the caret goes below it in a terminal.
struct Snippet: Equatable {
  /// A line may be a megabyte long: what is further away than this is cut.
  private static let longestLine = 140
  private static let tabWidth = 4

  /// What can be shown as it is: tabs are spaces, invisible characters are U+FFFD, `…` stands for a cut.
  private(set) var text = ""
  /// How many terminal columns stand before the caret.
  private(set) var caretStart = 0
  /// At least 1.
  private(set) var caretWidth = 1

  /// - Parameters:
  ///   - line: Without its line break.
  ///   - column: From 1, in Unicode scalars; just after the last one at most.
  ///   - endColumn: Just after the last scalar that is pointed at.
  init?(line: String, column: Int, endColumn: Int) {
    let scalars = Array(line.unicodeScalars)
    guard column >= 1, column <= scalars.count + 1 else { return nil }
    let first = column > 100 ? column - 60 : 1
    let shown = scalars[(first - 1)...].prefix(Self.longestLine)
    var view = String.UnicodeScalarView()
    view.append(contentsOf: shown)

    var width = 0
    var (start, end): (Int?, Int?)
    func add(_ piece: String, _ columns: Int) {
      text += piece
      width += columns
    }
    if first > 1 { add("…", 1) }
    var position = first
    for character in String(view) {
      let next = position + character.unicodeScalars.count
      if start == nil, next > column { start = width }
      if end == nil, position >= endColumn { end = width }
      if character == "\t" {
        let columns = Self.tabWidth - width % Self.tabWidth
        add(String(repeating: " ", count: columns), columns)
      } else if character.unicodeScalars.first?.isInvisible == true {
        add("\u{FFFD}", 1)
      } else {
        add(String(character), character.displayWidth)
      }
      position = next
    }
    caretStart = start ?? width
    caretWidth = max(1, (end ?? width) - caretStart)
    if first - 1 + shown.count < scalars.count { text += "…" }
  }
}
