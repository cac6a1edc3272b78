/// A place in a file, as editors count: the first line and the first column are 1, and a column is one
/// Unicode scalar.
package struct SourcePosition: Sendable, Equatable, Hashable, Comparable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// From the first character of something to just after its last.
package struct SourceRange: Sendable, Equatable, Hashable {
  /// The name the file was opened under, for messages.
  package var file: String
  package var start: SourcePosition
  package var end: SourcePosition

  package init(file: String, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }
}
