/// A section whose keys are names that users choose, each with the same settings below.
struct NamedSection: Sendable, Equatable {
  let path: [String]
  /// What one of them is.
  let noun: String
  /// The setting without which one says nothing, with its article.
  let needed: String

  static let targets = NamedSection(path: ["targets"], noun: "target", needed: "an `endpoint`")
  static let patterns = NamedSection(path: ["privacy", "patterns"], noun: "pattern", needed: "a `pattern`")
  static let all = [targets, patterns]

  /// The one that a path leads into, down to a name at least.
  static func around(_ path: SettingPath) -> NamedSection? {
    all.first { path.components.starts(with: $0.path) && path.components.count > $0.path.count }
  }

  /// The name in a path that leads into this section.
  func name(in path: SettingPath) -> String { path.components[self.path.count] }
}
