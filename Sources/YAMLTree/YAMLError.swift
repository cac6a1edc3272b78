/// Why a YAML text could not be read, or which part of it cannot be meant.
package struct YAMLError: Error, Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Not YAML, not UTF-8, or more than one document.
    case syntax
    /// A key stands twice in one mapping, or is not a single value.
    case key
    /// A tag such as `!include`, which means nothing here or does not go with what it stands before.
    case tag
    /// Larger, deeper or with more nodes than `YAMLLimits` allow.
    case limit
  }

  package var kind: Kind
  package var message: String
  package var range: SourceRange
  /// The change that certainly mends it, if there is one.
  package var mend: YAMLMend?
  /// Of a key that stands twice: from the key to the end of its value, if that is the first one's again.
  var repeated: SourceRange?

  package init(_ kind: Kind, _ message: String, at range: SourceRange) {
    self.kind = kind
    self.message = message
    self.range = range
  }
}

/// A change to a YAML text.
package struct YAMLMend: Sendable, Equatable {
  package var range: SourceRange
  package var replacement: String
}

/// Bounds on what one file may make of this process.
package struct YAMLLimits: Sendable, Equatable {
  /// Of the text. Default 1 MiB.
  package var maxBytes = 1 << 20
  /// Nested sequences and mappings, aliases expanded. Default 64.
  package var maxDepth = 64
  /// Scalars, sequences and mappings, with what each alias stands for counted again. Default 10,000.
  package var maxNodes = 10_000

  package init() {}
}
