/// Finds what a dotted path on a command line names: a setting, a section, or one key of a map.
enum SettingLookup {
  enum Problem: Error {
    case unknown(SettingPath, suggestion: String?)
    /// A key that its map does not take.
    case key(SettingPath, ValueProblem)
  }

  /// Walks the schema; after a setting that is a map the rest is one key, dots and all.
  static func find(_ name: String) throws(Problem) -> (node: SchemaNode, path: SettingPath) {
    var node = Schema.current.root
    var path = SettingPath()
    var rest = name[...]
    while !rest.isEmpty {
      if case .setting(let setting) = node { return try key(of: setting, rest, path) }
      let part = String(rest.prefix { $0 != "." })
      rest = rest.dropFirst(part.count + 1)
      switch node {
      case .section(let children):
        guard let child = children[part] else { throw unknown(part, Array(children.keys), path) }
        node = child
      case .named(let child):
        guard NameRule.isName(part) else { throw unknown(part, [], path) }
        node = child
      case .setting: break
      }
      path = path.appending(part)
    }
    return (node, path)
  }

  private static func key(
    of setting: Setting, _ rest: Substring, _ path: SettingPath
  ) throws(Problem) -> (node: SchemaNode, path: SettingPath) {
    guard setting.shape == .map else { throw unknown(String(rest), [], path) }
    let isQuoted = rest.count > 2 && rest.hasPrefix("\"") && rest.hasSuffix("\"")
    do {
      let key = try setting.checkKey(String(isQuoted ? rest.dropFirst().dropLast() : rest))
      return (.setting(setting.element), path.appending(key))
    } catch {
      throw .key(path, error)
    }
  }

  private static func unknown(_ part: String, _ known: [String], _ path: SettingPath) -> Problem {
    let nearest = Suggestion.nearest(to: part, among: known).map { path.appending($0).description }
    return .unknown(path.appending(part), suggestion: nearest)
  }
}
