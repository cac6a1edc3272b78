/// The schema as a tree, for walking a file beside it.
indirect enum SchemaNode: Sendable {
  case section([String: SchemaNode])
  /// Any name a user chooses, each with the same settings below.
  case named(SchemaNode)
  case setting(Setting)

  /// Nil for `.named` and `.setting`.
  var keys: [String]? {
    if case .section(let children) = self { Array(children.keys) } else { nil }
  }

  static func tree(of settings: [Setting]) -> SchemaNode {
    build(settings.map { (Array($0.pattern), $0) })
  }

  private static func build(_ settings: [([String], Setting)]) -> SchemaNode {
    var groups: [String: [([String], Setting)]] = [:]
    for (rest, setting) in settings {
      guard let first = rest.first else { return .setting(setting) }
      groups[first, default: []].append((Array(rest.dropFirst()), setting))
    }
    if let named = groups[Setting.freeName] { return .named(build(named)) }
    return .section(groups.mapValues(build))
  }
}
