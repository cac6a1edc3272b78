internal import YAMLTree

extension Explanation {
  /// `{"source", "profile", "layers", "settings": [{"path", "value", "origin", …}]}`.
  ///
  /// - Parameter withOverridden: With `overridden` in each setting, the newest first.
  /// - Returns: Indented JSON that ends with a newline.
  package func json(withOverridden: Bool = false) -> String {
    let document = JSONText.object(present: [
      ("source", .string(source)),
      ("profile", JSONText(profileName)),
      ("layers", .array(layers.map(\.json))),
      ("complete", .bool(!isIncomplete)),
      (
        "settings", .array(settings.filter { withOverridden || !$0.isAbsent }.map { $0.json(withOverridden) })
      ),
    ])
    return document.pretty + "\n"
  }
}

extension SettingExplanation {
  /// The setting with its documentation, and `values`, one unless it is a map.
  package var json: String {
    let document = JSONText.object(present: [
      ("path", .string(path.description)),
      ("documentation", .string(setting.documentation)),
      ("takes", .string(setting.takes)),
      ("default", setting.fallback.json(setting.kind)),
      ("defaultMeaning", setting.defaultNote.map { .string($0) }),
      ("variable", JSONText(setting.environment)),
      ("needsRestart", .bool(setting.needsRestart)),
      ("values", .array(values.map { $0.json(true) })),
    ])
    return document.pretty + "\n"
  }
}

extension Provenance {
  /// Values are typed where they are known; a reference is the text that stands there, and a credential
  /// `[secret]`.
  func json(_ withOverridden: Bool) -> JSONText {
    var members: [(String, JSONText?)] = [
      ("path", .string(path.description)),
      ("value", isAbsent ? .null : value.json(setting?.kind)),
      ("isSecret", .bool(steps.first?.assignment?.isSecret ?? false)),
      ("origin", steps.first?.originJSON),
    ]
    if case .none(let words?) = value { members.append(("meaning", .string(words))) }
    if withOverridden {
      let older = steps.dropFirst().map { step in
        JSONText.object(present: [("value", step.value.json(setting?.kind)), ("origin", step.originJSON)])
      }
      members.append(("overridden", .array(older)))
    }
    return .object(present: members)
  }
}

extension Provenance.Step {
  /// `{"kind": "bundle" | "profile" | "environment" | "flag" | "default", …}`; `"null": true` where it is
  /// a null.
  var originJSON: JSONText {
    guard let assignment else { return ["kind": "default"] }
    var members: [(String, JSONText?)]
    switch assignment.origin {
    case .file(let range, let fragment):
      members = [
        ("kind", .string(fragment.kindName)), ("name", .string(fragment.name)), ("file", .string(range.file)),
        ("line", .integer(range.start.line)), ("column", .integer(range.start.column)),
      ]
    case .environment(let variable):
      members = [("kind", "environment"), ("variable", .string(variable))]
    case .flag(let name): members = [("kind", "flag"), ("path", .string(name))]
    }
    if isReset { members.append(("null", true)) }
    return .object(present: members)
  }
}

extension Origin.Fragment {
  fileprivate var kindName: String {
    switch self {
    case .bundle: "bundle"
    case .profile: "profile"
    }
  }

  fileprivate var json: JSONText { ["kind": .string(kindName), "name": .string(name)] }
}

extension ShownValue {
  func json(_ kind: ValueKind?) -> JSONText {
    switch self {
    case .scalar(let scalar): Self.json(scalar, kind)
    case .list(let scalars): .array(scalars.map { Self.json($0, kind) })
    case .emptyMap: [:]
    case .none: .null
    }
  }

  private static func json(_ scalar: ScalarText, _ kind: ValueKind?) -> JSONText {
    switch kind {
    case .boolean:
      switch scalar.text.lowercased() {
      case "true": true
      case "false": false
      default: .string(scalar.text)
      }
    case .integer: Int(scalar.text).map { .integer($0) } ?? .string(scalar.text)
    case .ratio, .number: DecimalText.parse(scalar.text).map { .number($0) } ?? .string(scalar.text)
    default: .string(scalar.literal ?? scalar.text)
    }
  }
}

extension ScalarText {
  /// What a text of a file stands for, if there is no reference in it.
  var literal: String? {
    if case .literal(let text)? = try? References(machine: nil).substitute(in: text) { text } else { nil }
  }
}
