internal import YAMLTree

/// The `--set path=value` flags, whose values are YAML flow text.
struct Overrides {
  private(set) var assignments: [Assignment] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ flags: [String], references: References) {
    for flag in flags { read(flag, references) }
  }

  private mutating func read(_ flag: String, _ references: References) {
    guard let equals = flag.firstIndex(of: "="), equals != flag.startIndex else {
      return report(.flag, "`--set` needs `path=value`, such as `--set sampling.ratio=0.1`", nil)
    }
    let name = String(flag[..<equals].trimmed)
    guard let (schema, path) = find(name) else { return }
    let text = String(flag[flag.index(after: equals)...])
    guard let value = value(text, schema, path) else { return }
    var decoder = FragmentDecoder(references: references) { _ in .flag(name) }
    decoder.decode(value, schema, path)
    assignments += decoder.assignments
    diagnostics += decoder.diagnostics
  }

  private mutating func value(_ text: String, _ schema: SchemaNode, _ path: SettingPath) -> YAMLNode? {
    let document = YAMLDocument(parsing: Array(text.utf8), file: "--set")
    let place = SourcePosition(line: 1, column: 1)
    let plain = YAMLNode(
      content: .scalar(YAMLScalar(text: String(text.trimmed), style: .plain)),
      range: SourceRange(file: "--set", start: place, end: place))
    if case .setting(let setting) = schema, setting.shape == .value {
      // `console:` and `[::1]:80` would be YAML mappings or nothing; for one value they are what they say.
      let isQuoted = text.trimmed.hasPrefix("\"") || text.trimmed.hasPrefix("'")
      if !isQuoted { return plain }
    }
    if let problem = document.failure ?? document.faults.first {
      report(.flag, "`--set \(path)`: the value is not YAML: \(problem.message)", path)
      return nil
    }
    return document.root ?? plain
  }

  private mutating func find(_ name: String) -> (SchemaNode, SettingPath)? {
    do throws(SettingLookup.Problem) {
      return try SettingLookup.find(name)
    } catch {
      switch error {
      case .unknown(let path, let nearest):
        report(.unknownKey, "`--set \(name.shown)`: there is no setting `\(path)`", path, nearest)
      case .key(let path, let problem):
        report(problem.code, "`--set \(name.shown)`: \(problem.hint ?? "it is not a key")", path)
      }
      return nil
    }
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ path: SettingPath?, _ suggestion: String? = nil
  ) {
    diagnostics.append(Diagnostic(.error, code, message, path: path, suggestion: suggestion))
  }
}
