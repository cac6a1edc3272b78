extension JSONSchema {
  /// The values that several settings share. Each is also taken as a text: `port: "9464"`.
  static let types: [JSONText.Member] = [
    .init(
      "reference",
      text(reference, "A text with `${env:NAME}`, `${env:NAME:-default}` or `${file:/path}` in it.")),
    .init(
      "lintLevel",
      [
        "anyOf": [
          ["enum": .array(LintLevel.allCases.map { .string($0.rawValue) } + [.null])], reference("reference"),
        ]
      ]),
    .init(
      "booleanValue",
      ["anyOf": [["type": "boolean"], text(or: "true|True|TRUE|false|False|FALSE")]]),
    .init(
      "ratioValue", ["anyOf": [["type": "number", "minimum": 0, "maximum": 1], text(or: decimal)]]),
    .init("numberValue", ["anyOf": [["type": "number", "exclusiveMinimum": 0], text(or: decimal)]]),
    .init("durationValue", text(or: duration)),
    .init("rateValue", text(or: "\(unsigned)/[smh]")),
    .init("sizeValue", text(or: "\(unsigned) *(?:[TGMK]iB|[TGMKk]?B)")),
    .init("hostPortValue", text(or: hostPort)),
    .init("endpointValue", text(or: endpoint)),
  ]

  /// The keywords of a setting's type.
  static func type(of kind: ValueKind) -> [JSONText.Member] {
    func shared(_ name: String) -> [JSONText.Member] { [.init("$ref", .string("#/$defs/\(name)Value"))] }
    switch kind {
    case .boolean: return shared("boolean")
    case .ratio: return shared("ratio")
    case .number: return shared("number")
    case .duration: return shared("duration")
    case .size: return shared("size")
    case .rate: return shared("rate")
    case .hostPort: return shared("hostPort")
    case .endpoint: return shared("endpoint")
    case .integer(let range):
      let number: JSONText = [
        "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
      ]
      return [.init("anyOf", [number, text(or: integer)])]
    case .choice(let words):
      return [.init("anyOf", [["enum": .array(words.map(JSONText.string))], reference("reference")])]
    case .word(let word, let other):
      return [.init("anyOf", [["const": .string(word)], .object(type(of: other))])]
    case .string(let form): return string(form)
    case .symbols(let form):
      return [.init("type", ["string", "boolean"]), .init("pattern", .string(pattern(form)))]
    case .form(let form): return [.init("type", "string"), .init("pattern", .string(pattern(form)))]
    }
  }

  /// YAML takes `1.10` and `true` for other things than texts; the loader does not.
  private static func string(_ form: String?) -> [JSONText.Member] {
    let type = JSONText.Member("type", ["string", "number", "boolean"])
    guard let form else { return [type] }
    return [type, .init("pattern", .string(pattern(form)))]
  }

  private static func text(or form: String) -> JSONText {
    ["type": "string", "pattern": .string(pattern(form))]
  }

  private static func text(_ pattern: String, _ description: String) -> JSONText {
    ["description": .string(description), "type": "string", "pattern": .string("^\(pattern)")]
  }

  /// A whole text of this form, or any with a reference in it: what that stands for is not known here.
  private static func pattern(_ form: String) -> String { "^(?:\(form))$|^\(reference)" }

  private static let reference =
    #"(?:[^$]|\$\$|\$(?![${]))*\$\{(?:env:[A-Za-z_][A-Za-z0-9_]*(?::[-?][^}]*)?|file:/[^}]*)\}"#
  private static let unsigned = #"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"#
  private static let decimal = #"[+-]?\#(unsigned)(?:[eE][+-]?[0-9]+)?"#
  private static let integer = "[+-]?(?:0|[1-9][0-9]*)|0x[0-9A-Fa-f]+|0o[0-7]+"
  private static let duration = "(?:\(unsigned)(?:ns|us|µs|ms|s|m|h))+"
  private static let port = "(?:[0-5]?[0-9]{1,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
  private static let address = #"(?:[0-9A-Za-z_.-]+|\[\#(HostText.address)\])"#
  private static let hostPort = "\(address):\(port)"

  /// Schemes in any case, as the loader takes them.
  private static var endpoint: String {
    func anyCase(_ schemes: [Endpoint.Scheme]) -> String {
      schemes.map { $0.rawValue.map { "[\($0.uppercased())\($0)]" }.joined() }.joined(separator: "|")
    }
    let network = #"(?:\#(anyCase([.http, .https, .grpc, .grpcs])))://\#(address)"#
    let rest = #"(?::(?!0+(?![0-9]))\#(port))?(?:[/?][!"$-~]*)?"#
    let file = #"\#(anyCase([.file])):(?://)?(?:(?!\.\./)[!-.0-~]*/)*(?!\.\.?$)[!-.0-~]+"#
    return "\(network)\(rest)|\(file)|(?:\(anyCase([.console, .discard]))):(?://)?"
  }
}
