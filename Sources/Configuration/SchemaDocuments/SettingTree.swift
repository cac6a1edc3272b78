/// The settings as a tree in the order of their declaration, for what is shown to people. (`SchemaNode` is
/// the same for looking up.)
indirect enum SettingTree {
  case setting(Setting)
  case section(path: [String], [Child])
  /// Free names, each with the same settings below.
  case named(path: [String], SettingTree)

  struct Child {
    var name: String
    var node: SettingTree
  }

  static func of(_ settings: [Setting]) -> SettingTree { build([], settings) }

  private static func build(_ path: [String], _ settings: [Setting]) -> SettingTree {
    if let setting = settings.first, setting.pattern.count == path.count { return .setting(setting) }
    var names: [String] = []
    var groups: [String: [Setting]] = [:]
    for setting in settings {
      let name = setting.pattern[path.count]
      if groups[name] == nil { names.append(name) }
      groups[name, default: []].append(setting)
    }
    let children = names.map { Child(name: $0, node: build(path + [$0], groups[$0] ?? [])) }
    if let only = children.first, only.name == Setting.freeName { return .named(path: path, only.node) }
    return .section(path: path, children)
  }
}
