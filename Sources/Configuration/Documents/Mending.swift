internal import YAMLTree

/// Makes the changes that certainly mend a finding. There is none where the text in the file is not exactly
/// what was read: a text over several lines, with escapes, with an anchor before it.
enum Mending {
  /// Another name for a key.
  static func rename(_ entry: YAMLEntry, to name: String) -> Fix? {
    let length = entry.key.unicodeScalars.count
    guard entry.keyRange.isExact(length) || entry.keyRange.isExact(length + 2) else { return nil }
    return Fix(replacing: entry.keyRange, with: YAMLScalarText.key(name))
  }

  /// Another value in place of a scalar.
  static func replace(_ scalar: YAMLScalar, at range: SourceRange, with text: String, _ kind: ValueKind)
    -> Fix?
  {
    guard scalar.isExact(in: range) else { return nil }
    return Fix(replacing: range, with: YAMLScalarText.flow(ScalarText(text), kind))
  }

  /// Brackets around a single word that stands for a list of one.
  static func list(_ scalar: YAMLScalar, at range: SourceRange) -> Fix? {
    let isWord = !scalar.text.isEmpty && !scalar.text.contains { " ,[]{}".contains($0) }
    let text = scalar.style == .plain ? scalar.text : YAMLScalarText.quoted(scalar.text)
    guard scalar.isExact(in: range), isWord else { return nil }
    return Fix(replacing: range, with: "[\(text)]")
  }

  /// `env:` where a reference names a variable only.
  static func source(_ scalar: YAMLScalar, _ fault: References.Fault, at range: SourceRange) -> Fix? {
    guard fault.lacksSource, scalar.isExact(in: range) else { return nil }
    var place = scalar.range(of: fault, in: range)
    place.start.column += 2
    place.end = place.start
    return Fix(replacing: place, with: "env:")
  }
}

extension YAMLScalar {
  /// Whether what stands in the file is the text, with or without quotes, on one line.
  fileprivate func isExact(in range: SourceRange) -> Bool {
    let length = text.unicodeScalars.count
    return switch style {
    case .plain: range.isExact(length)
    case .singleQuoted, .doubleQuoted: range.isExact(length + 2)
    case .literal, .folded: false
    }
  }
}

extension SourceRange {
  fileprivate func isExact(_ length: Int) -> Bool {
    start.line == end.line && end.column - start.column == length
  }
}
