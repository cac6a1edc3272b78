internal import YAMLTree

/// A bundle or profile as it stands in a file: what it builds on, and its own settings.
struct Fragment: Sendable {
  /// The mention of another bundle or profile.
  struct Mention: Sendable, Equatable {
    var name: String
    var range: SourceRange
  }

  var kind: Origin.Fragment
  /// Where its name stands.
  var range: SourceRange
  /// From its name to the end of its settings.
  var body: SourceRange
  /// Profiles only: the profile that this one begins from.
  var extends: Mention?
  /// Applied left to right before the fragment's own settings.
  var bundles: [Mention] = []
  /// The entries that are settings, undecoded.
  var settings: [YAMLEntry] = []
}

/// Everything that a file and the files it includes declare.
struct ConfigurationSet: Sendable {
  var fragments: [Origin.Fragment: Fragment] = [:]

  var profileNames: [String] {
    fragments.keys.compactMap { if case .profile(let name) = $0 { name } else { nil } }.sorted()
  }

  var bundleNames: [String] {
    fragments.keys.compactMap { if case .bundle(let name) = $0 { name } else { nil } }.sorted()
  }

  /// In the order of the files, for findings that come out in reading order.
  var inOrder: [Fragment] {
    fragments.values.sorted {
      ($0.range.file, $0.range.start) < ($1.range.file, $1.range.start)
    }
  }
}

extension SourceRange {
  /// With another end, where that is further on.
  func upTo(_ position: SourcePosition) -> SourceRange {
    SourceRange(file: file, start: start, end: max(end, position))
  }

  /// Whether something begins in this range.
  func holds(_ file: String?, _ line: Int?, _ column: Int?) -> Bool {
    guard let file, let line, let column, file == self.file else { return false }
    let position = SourcePosition(line: line, column: column)
    return start <= position && position < end
  }
}
