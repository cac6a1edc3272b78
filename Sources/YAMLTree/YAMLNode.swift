/// One node of a YAML document, with the place it is written at. A node reached through an alias or a
/// merge key keeps the place of its anchor, where a reader has to go to change it.
package struct YAMLNode: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    /// In the order of the file; merged entries (`<<`) come after the written ones. Keys are unique.
    case mapping([YAMLEntry])
  }

  package var content: Content
  /// An explicit tag of the core schema such as `!!str`, in its long form; nil where none is written.
  package var tag: String?
  package var range: SourceRange

  package init(content: Content, tag: String? = nil, range: SourceRange) {
    self.content = content
    self.tag = tag
    self.range = range
  }
}

/// One `key: value` of a mapping.
package struct YAMLEntry: Sendable, Equatable {
  package var key: String
  package var keyRange: SourceRange
  package var value: YAMLNode
}

/// The text of a scalar. What it means (a number, a word) is for whoever knows the type to say.
package struct YAMLScalar: Sendable, Equatable {
  package enum Style: Sendable, Equatable {
    case plain, singleQuoted, doubleQuoted, literal, folded
  }

  package var text: String
  package var style: Style

  package init(text: String, style: Style) {
    self.text = text
    self.style = style
  }
}

extension YAMLNode {
  /// Whether this is a null of the YAML 1.2 core schema: nothing at all, `~` or `null`, unquoted or tagged
  /// `!!null`.
  package var isNull: Bool {
    guard case .scalar(let scalar) = content else { return false }
    guard tag.map({ CoreTag($0) == .null }) ?? (scalar.style == .plain) else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.text)
  }

  /// Whether another node has the same content, wherever it stands.
  func saysTheSame(as other: YAMLNode) -> Bool {
    guard tag == other.tag else { return false }
    switch (content, other.content) {
    case (.scalar(let left), .scalar(let right)):
      return left.text == right.text && (left.style == .plain) == (right.style == .plain)
    case (.sequence(let left), .sequence(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.saysTheSame(as: $1) }
    case (.mapping(let left), .mapping(let right)):
      return left.count == right.count
        && zip(left, right).allSatisfy { $0.key == $1.key && $0.value.saysTheSame(as: $1.value) }
    default: return false
    }
  }

  /// What kind of node this is, in the words of a message.
  package var kindName: String {
    switch content {
    case .scalar: "a single value"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
