/// A tag of YAML's core schema.
enum CoreTag: String {
  case null, bool, int, float, str, merge, seq, map
  /// `!`, which asks for no guessing.
  case plain = "!"

  private static let prefix = "tag:yaml.org,2002:"

  init?(_ tag: String) {
    let name = tag.hasPrefix(Self.prefix) ? String(tag.dropFirst(Self.prefix.count)) : tag == "!" ? tag : ""
    self.init(rawValue: name)
  }

  func fits(_ content: YAMLNode.Content) -> Bool {
    switch (self, content) {
    case (.plain, _), (.seq, .sequence), (.map, .mapping): true
    case (.null, .scalar), (.bool, .scalar), (.int, .scalar), (.float, .scalar), (.str, .scalar),
      (.merge, .scalar):
      true
    default: false
    }
  }

  /// As it is written by habit, at most 40 characters of it.
  static func short(_ tag: String) -> String {
    let text = tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    return String(
      text.unicodeScalars.prefix(40).map { $0.properties.generalCategory == .control ? " " : Character($0) })
  }
}
