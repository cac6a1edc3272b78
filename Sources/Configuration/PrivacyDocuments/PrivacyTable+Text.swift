package import PrivacyCatalogue

extension PrivacyTable {
  private static let headings = ["WHAT", "WHERE", "MINIMAL", "BALANCED", "STRICT"]
  private static let gap = 2
  /// Columns are not made narrower than this, whatever the terminal.
  private static let minimumWidth = 10

  /// An aligned table, its cells wrapped so that a line is at most `width` columns wide; where that is too narrow
  /// for five columns, a paragraph for each row.
  package static func text(width: Int, in style: TextStyle) -> String {
    let cells = rows.map { $0.cells.map { $0.replacing("`", with: "") } }
    let widths = widths(of: [headings] + cells, within: width)
    let longest = headings.indices.map { column in
      cells.flatMap { $0[column].split(separator: " ") }.map { String($0).screenWidth }.max() ?? 0
    }
    guard zip(longest, widths).allSatisfy({ $0 <= $1 }) else {
      return paragraphs(cells, width: width, in: style)
    }
    let heading = lines(headings, widths).map { style.paint($0, .strong) }
    return ([heading] + cells.map { lines($0, widths) }).map { $0.joined(separator: "\n") + "\n" }
      .joined(separator: cells.contains { lines($0, widths).count > 1 } ? "\n" : "")
  }

  /// A row as a heading with a line or more for each of its other cells.
  private static func paragraphs(_ rows: [[String]], width: Int, in style: TextStyle) -> String {
    let indent = 2 + (headings.map(\.count).max() ?? 0) + gap
    return rows.map { cells in
      let parts = zip(headings, cells).dropFirst().map { heading, cell in
        let lines = cell.wrapped(at: max(minimumWidth, width - indent)).split(separator: "\n")
        return lines.enumerated().map { number, line in
          ("  " + (number == 0 ? heading.lowercased() : "")).paddedOnScreen(to: indent) + line + "\n"
        }.joined()
      }
      return style.paint(cells.first ?? "", .strong) + "\n" + parts.joined()
    }.joined(separator: "\n")
  }

  /// A row: as many lines as its longest cell takes.
  private static func lines(_ cells: [String], _ widths: [Int]) -> [String] {
    let wrapped = zip(cells, widths).map { cell, width in
      cell.wrapped(at: width).split(separator: "\n").map(String.init)
    }
    return (0..<(wrapped.map(\.count).max() ?? 0)).map { index in
      let parts = zip(wrapped, widths).map { lines, width in
        (index < lines.count ? lines[index] : "").paddedOnScreen(to: width)
      }
      let line = parts.joined(separator: String(repeating: " ", count: gap))
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// What the cells need; where that is too much, the widest columns give.
  private static func widths(of table: [[String]], within width: Int) -> [Int] {
    var widths = headings.indices.map { column in table.map { $0[column].screenWidth }.max() ?? 0 }
    let available = width - gap * (headings.count - 1)
    while widths.reduce(0, +) > available, let widest = widths.max(), widest > minimumWidth,
      let column = widths.firstIndex(of: widest)
    {
      widths[column] -= 1
    }
    return widths
  }
}

extension PrivacyTable.Row {
  var cells: [String] { [name, appliesTo, minimal, balanced, strict] }
}

extension String {
  fileprivate var screenWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  fileprivate func paddedOnScreen(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - screenWidth))
  }
}
