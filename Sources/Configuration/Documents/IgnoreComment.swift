internal import YAMLTree

/// A `# hg-ignore HG104 reason` of a file.
struct IgnoreComment: Sendable, Equatable {
  struct Mention: Sendable, Equatable {
    /// Nil if the word is no code there is.
    var code: DiagnosticCode?
    var word: String
    var range: SourceRange
  }

  /// From the `#` to the end of the line.
  var range: SourceRange
  /// The line whose findings it silences: its own or, where nothing stands before it, the next that is
  /// neither empty nor a comment.
  var line: Int
  var mentions: [Mention]
  /// What taking it out takes out: with the spaces before it or, alone on its line, the whole line.
  var removal: SourceRange
}

/// Finds the `# hg-ignore` of a file, which the YAML reader passes over as it does with all comments.
struct IgnoreCommentScan {
  private static let marker = "hg-ignore"

  private let file: String
  private let lines: [[Unicode.Scalar]]
  private let texts: ScalarRanges
  /// For each line the index of the first at or after it that is neither empty nor a comment.
  private let contents: [Int]

  /// - Parameters:
  ///   - bytes: The text of the file.
  ///   - document: The tree of it, whose quoted and block scalars hold no comments.
  ///   - file: What messages call it.
  /// - Returns: In the order of the file.
  static func comments(in bytes: [UInt8], of document: YAMLDocument, file: String) -> [IgnoreComment] {
    guard let root = document.root else { return [] }
    let hasMarker = bytes.holds(Array(marker.utf8))
    return hasMarker ? IgnoreCommentScan(bytes, root: root, file: file).comments() : []
  }

  private init(_ bytes: [UInt8], root: YAMLNode, file: String) {
    self.file = file
    lines = SourceText.lines(of: bytes)
    texts = ScalarRanges(root)
    var contents = Array(lines.indices)
    for index in lines.indices.dropLast().reversed() {
      let first = lines[index].first { !Self.isBlank($0) }
      if first == nil || first == "#" { contents[index] = contents[index + 1] }
    }
    self.contents = contents
  }

  private func comments() -> [IgnoreComment] {
    lines.indices.compactMap { comment(on: $0, lines[$0]) }
  }

  private func comment(on index: Int, _ line: [Unicode.Scalar]) -> IgnoreComment? {
    let start = line.indices.first { column in
      line[column] == "#" && (column == 0 || Self.isBlank(line[column - 1]))
        && !texts.hold(SourcePosition(line: index + 1, column: column + 1))
    }
    guard let start else { return nil }
    // Only its first words matter, however long it is.
    var words = Self.words(line, from: start + 1)[...]
    guard let first = words.popFirst(), Self.text(line[first]) == Self.marker else { return nil }
    var mentions: [IgnoreComment.Mention] = []
    while let word = words.popFirst(), Self.looksLikeCode(Self.text(line[word])) {
      let text = Self.text(line[word])
      mentions.append(.init(code: DiagnosticCode(rawValue: text), word: text, range: range(index, word)))
    }
    var end = line.count
    while end > start, Self.isBlank(line[end - 1]) { end -= 1 }
    let isAlone = line[..<start].allSatisfy(Self.isBlank)
    return IgnoreComment(
      range: range(index, start..<end), line: isAlone ? contents[index] + 1 : index + 1, mentions: mentions,
      removal: removal(index, line, start, end, isAlone))
  }

  private func removal(
    _ index: Int, _ line: [Unicode.Scalar], _ start: Int, _ end: Int, _ isAlone: Bool
  ) -> SourceRange {
    if isAlone, index + 1 < lines.count {
      let first = SourcePosition(line: index + 1, column: 1)
      return SourceRange(file: file, start: first, end: SourcePosition(line: index + 2, column: 1))
    }
    var start = start
    while start > 0, Self.isBlank(line[start - 1]) { start -= 1 }
    return range(index, start..<end)
  }

  private func range(_ index: Int, _ columns: Range<Int>) -> SourceRange {
    SourceRange(
      file: file, start: SourcePosition(line: index + 1, column: columns.lowerBound + 1),
      end: SourcePosition(line: index + 1, column: columns.upperBound + 1))
  }

  /// The places of words between spaces and commas, without a colon or comma at their end.
  private static func words(_ line: [Unicode.Scalar], from start: Int) -> [Range<Int>] {
    line[start...].split { isBlank($0) || $0 == "," }.map { word in
      word.startIndex..<(word.last == ":" ? word.endIndex - 1 : word.endIndex)
    }
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func looksLikeCode(_ word: String) -> Bool {
    let rest = word.dropFirst(2)
    return word.lowercased().hasPrefix("hg") && (2...4).contains(rest.count)
      && rest.contains(where: \.isNumber)
      && rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\t"
  }
}

/// The places of scalars that may hold a `#` of their own.
private struct ScalarRanges {
  /// In order, without overlap.
  private var ranges: [SourceRange] = []

  init(_ root: YAMLNode) {
    collect(root)
    ranges.sort { $0.start < $1.start }
  }

  func hold(_ position: SourcePosition) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].start <= position { low = middle + 1 } else { high = middle }
    }
    return low > 0 && position < ranges[low - 1].end
  }

  private mutating func collect(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let scalar):
      guard scalar.style != .plain else { return }
      var range = node.range
      if scalar.style == .literal || scalar.style == .folded {
        // A comment may stand beside the `|`; the text begins on the line below.
        range.start = SourcePosition(line: range.start.line + 1, column: 1)
      }
      ranges.append(range)
    case .sequence(let elements): for element in elements { collect(element) }
    case .mapping(let entries):
      for entry in entries {
        ranges.append(entry.keyRange)
        collect(entry.value)
      }
    }
  }
}
