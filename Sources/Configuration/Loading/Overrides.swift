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

  /// Walks the schema by a dotted path; after a setting that is a map the rest is one key, dots and all.
  private mutating func find(_ name: String) -> (SchemaNode, SettingPath)? {
    var node = Schema.current.root
    var path = SettingPath()
    var rest = name[...]
    while !rest.isEmpty {
      if case .setting(let setting) = node { return mapKey(setting, rest, path, name) }
      let part = String(rest.prefix { $0 != "." })
      rest = rest.dropFirst(part.count + 1)
      switch node {
      case .section(let children):
        guard let child = children[part] else { return unknown(name, part, Array(children.keys), path) }
        node = child
      case .named(let child):
        guard NameRule.isName(part) else { return unknown(name, part, [], path) }
        node = child
      case .setting: break
      }
      path = path.appending(part)
    }
    return (node, path)
  }

  private mutating func mapKey(
    _ setting: Setting, _ rest: Substring, _ path: SettingPath, _ name: String
  ) -> (SchemaNode, SettingPath)? {
    guard setting.shape == .map else { return unknown(name, String(rest), [], path) }
    let isQuoted = rest.count > 2 && rest.hasPrefix("\"") && rest.hasSuffix("\"")
    do {
      let key = try setting.checkKey(String(isQuoted ? rest.dropFirst().dropLast() : rest))
      return (.setting(setting.element), path.appending(key))
    } catch {
      report(error.code, "`--set \(name.shown)`: \(error.hint ?? "it is not a key")", path)
      return nil
    }
  }

  private mutating func unknown(
    _ name: String, _ part: String, _ known: [String], _ path: SettingPath
  ) -> (SchemaNode, SettingPath)? {
    let nearest = Suggestion.nearest(to: part, among: known).map { path.appending($0).description }
    report(.unknownKey, "`--set \(name.shown)`: there is no setting `\(path.appending(part))`", path, nearest)
    return nil
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ path: SettingPath?, _ suggestion: String? = nil
  ) {
    diagnostics.append(Diagnostic(.error, code, message, path: path, suggestion: suggestion))
  }
}
