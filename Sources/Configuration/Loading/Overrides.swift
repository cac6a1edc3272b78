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
    let text = Array(flag[flag.index(after: equals)...].utf8)
    let document = YAMLDocument(parsing: text, file: "--set \(name)")
    if let problem = document.failure ?? document.faults.first {
      return report(
        .flag, "`--set \(path)`: the value is not YAML: \(problem.message); quote it if it is one text", path)
    }
    let place = SourcePosition(line: 1, column: 1)
    let nothing = YAMLNode(
      content: .scalar(YAMLScalar(text: "", style: .plain)),
      range: SourceRange(file: "--set", start: place, end: place))
    var decoder = FragmentDecoder(references: references) { _ in .flag(name) }
    decoder.decode(document.root ?? nothing, schema, path)
    assignments += decoder.assignments
    diagnostics += decoder.diagnostics
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
