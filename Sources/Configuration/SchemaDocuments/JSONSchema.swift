/// The settings as a JSON Schema (draft 2020-12), for editors and for CI jobs without this program.
///
/// It refuses what `validate` calls an unknown key, a wrong type or a number out of range. What it cannot
/// say is for `validate`: ranges of durations and sizes, references without a value, names that are not
/// there, and settings that contradict each other.
package enum JSONSchema {
  /// The whole schema, indented, with a newline at its end.
  package static let text = document.pretty + "\n"

  static let document: JSONText = .object(present: [
    ("$schema", "https://json-schema.org/draft/2020-12/schema"),
    ("title", "hephaestus-gw"),
    (
      "description",
      "Profiles of the telemetry gateway hephaestus-gw. `hephaestus-gw validate` checks more than a schema can."
    ),
    ("type", "object"),
    ("properties", topLevel),
    ("additionalProperties", false),
    ("$defs", definitions),
  ])

  private static let topLevel: JSONText = [
    "version": [
      "description": "The version of this format. Required, but for files that another one includes.",
      "enum": [1, "1"],
    ],
    "include": [
      "description":
        "Files whose bundles and profiles are added to this one's. `*` and `?` match within a name.",
      "type": ["array", "null"], "items": ["type": ["string", "number", "boolean"], "minLength": 1],
    ],
    "bundles": fragments("bundle", "Fragments by name, for profiles to build on."),
    "profiles": fragments("profile", "Profiles by name; without another choice `default` is run."),
    "lint": reference("lint", "Severities of rules for this file."),
  ]

  private static func fragments(_ kind: String, _ description: String) -> JSONText {
    [
      "description": .string(description), "type": ["object", "null"],
      "propertyNames": reference("name"), "additionalProperties": reference(kind),
    ]
  }

  private static var definitions: JSONText {
    let mention: JSONText = ["type": ["string", "number", "boolean"]]
    let bundles = JSONText.Member(
      "bundles",
      [
        "description": "Bundles that are applied before what is set here, from left to right.",
        "type": ["array", "null"], "items": mention,
      ])
    let parent = JSONText.Member(
      "extends",
      ["description": "The profile this one begins from.", "type": ["string", "number", "boolean", "null"]])
    let sections = JSONSchema.sections
    let mentions = sections.map { JSONText.Member($0.key, reference($0.key)) }
    let fragments = [
      JSONText.Member("bundle", fragment("One bundle.", [bundles] + mentions)),
      JSONText.Member("profile", fragment("One profile.", [parent, bundles] + mentions)),
    ]
    // The rules have words of their own, which say more than a setting of free keys.
    let others = sections.filter { $0.key != "lint" }
    return .object(fragments + others + [.init("lint", lint), .init("name", name)] + types)
  }

  private static func fragment(_ description: String, _ members: [JSONText.Member]) -> JSONText {
    [
      "description": .string(description), "type": ["object", "null"], "properties": .object(members),
      "additionalProperties": false,
    ]
  }

  private static let lint: JSONText = [
    "description": .string(Schema.current.setting(at: ["lint"])?.documentation ?? ""),
    "type": ["object", "null"],
    "properties": .object(
      DiagnosticCode.allCases.filter(\.isSettable).map { code in
        .init(code.rawValue, reference("lintLevel", code.page.summary))
      }),
    "additionalProperties": false,
  ]

  private static let name: JSONText = [
    "description": .string("\(NameRule.expectation)."), "pattern": .string("^\(NameRule.pattern)$"),
  ]

  static func reference(_ definition: String, _ description: String? = nil) -> JSONText {
    .object(present: [
      ("description", description.map(JSONText.string)), ("$ref", .string("#/$defs/\(definition)")),
    ])
  }
}
