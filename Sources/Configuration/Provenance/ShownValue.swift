/// A value as it may be shown: as it stands in its source, with `[secret]` for what is none of the
/// reader's business.
package enum ShownValue: Sendable, Equatable {
  /// One scalar as a file holds it: references and `$$` as they stand.
  case scalar(ScalarText)
  case list([ScalarText])
  /// A map without keys.
  case emptyMap
  /// Nothing is set; the words, if there are any, say what that means.
  case none(String?)

  init(_ assignment: Assignment, _ shape: Setting.Shape) {
    if shape == .list {
      self = .list(assignment.scalars)
    } else {
      self = assignment.scalars.first.map(Self.scalar) ?? .none(nil)
    }
  }

  /// As it would stand in a file, on one line.
  func yaml(_ kind: ValueKind?) -> String {
    switch self {
    case .scalar(let scalar): YAMLScalarText.block(scalar, kind)
    case .list(let scalars):
      "[" + scalars.map { YAMLScalarText.flow($0, kind) }.joined(separator: ", ") + "]"
    case .emptyMap: "{}"
    case .none: "null"
    }
  }
}
