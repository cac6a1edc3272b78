internal import YAMLTree

extension JSONSchema {
  /// What may stand in a profile or bundle, by name.
  static var sections: [JSONText.Member] {
    guard case .section(_, let children) = SettingTree.of(Schema.current.settings) else { return [] }
    return children.map { JSONText.Member($0.name, schema(of: $0.node)) }
  }

  private static func schema(of node: SettingTree) -> JSONText {
    switch node {
    case .setting(let setting): schema(of: setting)
    case .section(let path, let children):
      .object(present: [
        ("description", description(of: path)), ("type", ["object", "null"]),
        ("properties", .object(children.map { JSONText.Member($0.name, schema(of: $0.node)) })),
        ("additionalProperties", false),
        // A target or a pattern that says nothing is a mistake; a section is merely empty.
        ("minProperties", path.last == Setting.freeName ? 1 : nil),
      ])
    case .named(let path, let child):
      .object(present: [
        ("description", description(of: path)), ("type", ["object", "null"]),
        ("propertyNames", reference("name")), ("additionalProperties", schema(of: child)),
      ])
    }
  }

  private static func description(of path: [String]) -> JSONText? {
    Schema.sectionDocumentation[path.joined(separator: ".")].map(JSONText.string)
  }

  private static func schema(of setting: Setting) -> JSONText {
    let value = type(of: setting.kind)
    let heading: [(String, JSONText?)] = [
      ("description", .string(description(of: setting))), ("default", setting.defaultJSON),
    ]
    let shape: [(String, JSONText?)] =
      switch setting.shape {
      case .value: orNull(value)
      case .list: list(of: value, setting.count)
      case .map:
        [
          ("type", ["object", "null"]), ("maxProperties", (setting.count?.upperBound).map(JSONText.integer)),
          ("propertyNames", setting.keyPattern.map { ["pattern": .string("^(?:\($0))$")] }),
          (
            "additionalProperties",
            .object(present: setting.elementCount.map { list(of: value, $0) } ?? orNull(value))
          ),
        ]
      }
    return .object(present: heading + shape)
  }

  private static func list(of value: [JSONText.Member], _ count: ClosedRange<Int>?) -> [(String, JSONText?)] {
    [
      ("type", ["array", "null"]), ("items", .object(value)),
      ("minItems", (count?.lowerBound).map(JSONText.integer)),
      ("maxItems", (count?.upperBound).map(JSONText.integer)),
    ]
  }

  private static func description(of setting: Setting) -> String {
    var sentences = [setting.documentation]
    if ![.boolean, .text].contains(setting.kind) {
      sentences.append("Must be \(setting.expectation).")
    }
    if let note = setting.defaultNote { sentences.append("Default: \(note).") }
    if let variable = setting.environment { sentences.append("Environment: \(variable).") }
    if setting.needsRestart { sentences.append("A change needs a restart.") }
    return sentences.joined(separator: " ")
  }

  private static func orNull(_ value: [JSONText.Member]) -> [(String, JSONText?)] {
    [("anyOf", [.object(value), ["type": "null"]])]
  }
}

extension Setting {
  /// The default as a value of JSON; nil where there is none.
  var defaultJSON: JSONText? {
    guard let defaultText else { return nil }
    guard shape == .list else { return kind.json(defaultText) }
    let document = YAMLDocument(parsing: Array(defaultText.utf8), file: "")
    guard case .sequence(let elements)? = document.root?.content else { return nil }
    return .array(
      elements.compactMap { if case .scalar(let scalar) = $0.content { kind.json(scalar.text) } else { nil } }
    )
  }
}

extension ValueKind {
  fileprivate func json(_ text: String) -> JSONText {
    switch self {
    case .boolean: .bool(text == "true")
    case .integer: Int(text).map(JSONText.integer) ?? .string(text)
    case .ratio, .number: Double(text).map(JSONText.number) ?? .string(text)
    case .rate, .endpoint, .hostPort, .string, .form, .symbols, .size, .duration, .choice, .word:
      .string(text)
    }
  }
}
