package import YAMLTree

/// A change to a file that certainly mends a finding and nothing else: `validate --fix` makes it.
package struct Fix: Sendable, Equatable, Hashable {
  /// What is replaced; an empty range inserts.
  package var range: SourceRange
  package var replacement: String

  package init(replacing range: SourceRange, with replacement: String) {
    self.range = range
    self.replacement = replacement
  }
}
