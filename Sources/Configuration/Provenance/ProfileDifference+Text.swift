extension ProfileDifference {
  /// Each setting with what either profile has and where from; one sentence if there is nothing.
  package var text: String {
    guard !isEmpty else { return "\(names.left) and \(names.right) do not differ\n" }
    let width = max(names.left.count, names.right.count)
    return leaves.map { leaf in
      let values = (leaf.left.shown(leaf.kind), leaf.right.shown(leaf.kind))
      let column = min(max(values.0.count, values.1.count), 48)
      func row(_ name: String, _ value: String, _ side: Side) -> String {
        "  \(name.padded(to: width))  \(value.padded(to: column))  \(side.origin)\n"
      }
      return "\(leaf.path.description.printable)\n" + row(names.left, values.0, leaf.left)
        + row(names.right, values.1, leaf.right)
    }.joined()
  }

  /// `{"profiles": […], "differences": [{"path", "left": {"value", "origin"}, "right": …}]}`.
  package var json: String {
    let document = JSONText.object(present: [
      ("profiles", [.string(names.left), .string(names.right)]),
      ("differences", .array(leaves.map(\.json))),
    ])
    return document.pretty + "\n"
  }
}

extension ProfileDifference.Side {
  fileprivate func shown(_ kind: ValueKind?) -> String {
    guard let value else { return "-" }
    return isSecret ? Assignment.hidden : value.yaml(kind)
  }

  fileprivate func json(_ kind: ValueKind?, _ step: Provenance.Step?) -> JSONText {
    .object(present: [
      ("isSet", .bool(value != nil)),
      ("value", isSecret ? .string(Assignment.hidden) : value?.json(kind) ?? .null),
      ("isSecret", .bool(isSecret)),
      ("origin", step?.originJSON),
    ])
  }
}

extension ProfileDifference.Leaf {
  fileprivate var json: JSONText {
    [
      "path": .string(path.description), "left": left.json(kind, leftStep),
      "right": right.json(kind, rightStep),
    ]
  }
}
