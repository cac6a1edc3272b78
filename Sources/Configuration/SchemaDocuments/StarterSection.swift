/// One setting of the starter file.
struct StarterEntry {
  var path: [String]
  /// As YAML; the default if none is given.
  var value: String
  /// Whether it stands there, or is commented out.
  var isOn: Bool
  var comment: String?

  static func on(_ path: String, _ value: String? = nil, note: String? = nil) -> Self {
    var entry = Self(path, value, isOn: true)
    if let note { entry.comment = "\(entry.comment.map { "\($0) " } ?? "")\(note)" }
    return entry
  }

  static func off(_ path: String, _ value: String? = nil) -> Self { Self(path, value, isOn: false) }

  private init(_ path: String, _ value: String?, isOn: Bool) {
    self.path = path.split(separator: ".").map(String.init)
    self.isOn = isOn
    let setting = Schema.current.setting(at: self.path)
    self.value = value ?? setting?.defaultText ?? "null"
    comment = setting.map(Self.comment)
  }

  private static func comment(_ setting: Setting) -> String {
    switch setting.kind {
    case .choice, .ratio: "\(setting.documentation) Must be \(setting.expectation)."
    default: setting.documentation
    }
  }
}

/// Writes entries as nested YAML mappings, each under its comment.
enum StarterSection {
  private static let width = 90

  static func lines(_ entries: [StarterEntry], indent: Int) -> String {
    lines(entries, depth: 0, isCommented: false).map { indented($0, by: indent) }.joined(separator: "\n")
  }

  private static func lines(_ entries: [StarterEntry], depth: Int, isCommented: Bool) -> [String] {
    var rest = entries[...]
    var lines: [String] = []
    while let first = rest.first {
      let name = first.path[depth]
      let group = Array(rest.prefix { $0.path[depth] == name })
      rest = rest.dropFirst(group.count)
      // Below what is commented out as a whole, nothing is so once more.
      let isOff = !isCommented && !group.contains(where: \.isOn)
      let isLeaf = first.path.count == depth + 1
      let comment = isLeaf ? first.comment.map(wrapped) ?? [] : []
      let below = isLeaf ? [] : Self.lines(group, depth: depth + 1, isCommented: isCommented || isOff)
      let block = ["\(name):" + (isLeaf ? " \(first.value)" : "")] + below.map { indented($0, by: 2) }
      lines += comment + block.map { isOff ? "# \($0)" : $0 }
    }
    return lines
  }

  private static func indented(_ line: String, by count: Int) -> String {
    String(repeating: " ", count: count) + line
  }

  private static func wrapped(_ text: String) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + word.count < width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append("# \(word)")
      }
    }
    return lines
  }
}
