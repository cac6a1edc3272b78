/// Finds the changes to a text that certainly mend a fault, and leave everything else as it stands.
struct YAMLMender {
  private let lines: [[Unicode.Scalar]]

  init(_ bytes: [UInt8]) {
    lines = SourceText.lines(of: bytes)
  }

  /// Takes out an entry on one line of a mapping: the line if nothing else is on it, else the entry with the
  /// comma before it.
  func removal(of entry: SourceRange) -> YAMLMend? {
    guard entry.start.line == entry.end.line, let line = line(entry.start.line) else { return nil }
    let (start, end) = (entry.start.column - 1, entry.end.column - 1)
    guard start <= end, end <= line.count else { return nil }
    var range = entry
    guard let before = line[..<start].lastIndex(where: { !Self.isBlank($0) }) else {
      guard line[end...].allSatisfy(Self.isBlank), entry.start.line < lines.count else { return nil }
      range.start.column = 1
      range.end = SourcePosition(line: entry.start.line + 1, column: 1)
      return YAMLMend(range: range, replacement: "")
    }
    guard line[before] == "," else { return nil }
    range.start.column = before + 1
    return YAMLMend(range: range, replacement: "")
  }

  /// Puts quotes around the `${…}` whose brace is where the reader stopped, if it is a whole value.
  func quotes(aroundReferenceAt brace: SourceRange) -> YAMLMend? {
    guard let line = line(brace.start.line) else { return nil }
    let start = brace.start.column - 2
    guard start > 0, start + 1 < line.count, line[start] == "$",
      " [,".unicodeScalars.contains(line[start - 1]),
      let close = line[start...].firstIndex(of: "}")
    else { return nil }
    let next = line[(close + 1)...].first
    guard next.map({ " ,]}".unicodeScalars.contains($0) }) ?? true else { return nil }
    var reference = String.UnicodeScalarView()
    reference.append(contentsOf: line[start...close])
    // A default may be a credential, which no finding may repeat.
    guard !String(reference).contains(":-"), !reference.contains("\""), !reference.contains("\\") else {
      return nil
    }
    var range = brace
    range.start.column = start + 1
    range.end = SourcePosition(line: brace.start.line, column: close + 2)
    return YAMLMend(range: range, replacement: "\"\(String(reference))\"")
  }

  private func line(_ number: Int) -> [Unicode.Scalar]? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t"
  }
}
