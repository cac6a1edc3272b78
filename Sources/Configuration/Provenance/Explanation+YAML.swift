extension Explanation {
  /// The configuration as a file that loads to the same, each value with its origin behind it.
  ///
  /// - Parameter withOverridden: What each value overrode follows it in comments.
  /// - Returns: The text of the file.
  package func file(withOverridden: Bool = false) -> String {
    var lines = CommentedLines()
    for line in introduction { lines.add("# " + line) }
    lines.add("version: 1")
    lines.add("profiles:")
    lines.add("  \(YAMLScalarText.key(profileName ?? "default")):")
    write(to: &lines, indent: 4, withOverridden)
    return lines.text
  }

  /// The settings alone, as they would stand in a profile; if none of them is in force, what became of them.
  package func section(withOverridden: Bool = false) -> String {
    var lines = CommentedLines()
    write(to: &lines, indent: 0, withOverridden || settings.allSatisfy(\.isAbsent))
    return lines.text
  }

  private var introduction: [String] {
    var lines: [String] = []
    if let profileName {
      let others = layers.dropLast().map(\.label)
      let list = others.isEmpty ? "" : ", on top of " + others.joined(separator: ", ")
      lines.append("Profile \(profileName.printable) of \(source.printable)\(list)")
    } else {
      lines.append("No profile: built-in defaults and the environment")
    }
    if isIncomplete { lines.append("There are errors; what could not be read is not here.") }
    if hasMasked {
      lines.append("\(Assignment.hidden) stands for a credential: with it this does not load to the same.")
    }
    return lines
  }

  private func write(to lines: inout CommentedLines, indent: Int, _ withOverridden: Bool) {
    var open: [String] = []
    for setting in settings {
      if setting.isAbsent {
        if withOverridden { lines.addHistory(of: setting, indent: indent) }
        continue
      }
      let sections = setting.path.components.dropLast()
      let shared = zip(open, sections).prefix { $0 == $1 }.count
      for (depth, section) in sections.enumerated().dropFirst(shared) {
        lines.add(Self.spaces(indent + 2 * depth) + YAMLScalarText.key(section) + ":")
      }
      open = Array(sections)
      let margin = Self.spaces(indent + 2 * sections.count)
      lines.add(setting, margin: margin)
      if withOverridden { lines.addOverridden(by: setting, margin: margin) }
    }
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

/// Lines of YAML with comments behind them, one below the other.
private struct CommentedLines {
  /// Comments behind longer lines follow them at once.
  private static let maxWidth = 60
  /// libyaml takes a longer key only after a question mark.
  private static let maxKeyLength = 1000

  private var lines: [(text: String, comment: String?)] = []

  mutating func add(_ text: String, _ comment: String? = nil) { lines.append((text, comment)) }

  mutating func add(_ setting: Provenance, margin: String) {
    var key = YAMLScalarText.key(setting.path.components.last ?? "")
    if key.unicodeScalars.count > Self.maxKeyLength {
      add("\(margin)? \(key)")
      key = ""
    }
    add("\(margin)\(key): \(setting.value.yaml(setting.setting?.kind))", setting.origin)
  }

  mutating func addOverridden(by setting: Provenance, margin: String) {
    for step in setting.steps.dropFirst() {
      add("\(margin)# overrides \(step.value.yaml(setting.setting?.kind))", step.origin)
    }
  }

  /// Of a setting that is not there.
  mutating func addHistory(of setting: Provenance, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    guard let first = setting.steps.first else { return }
    let value = first.isReset ? "null" : first.value.yaml(setting.setting?.kind)
    add("\(margin)# without effect: \(setting.path.description.printable): \(value)", first.origin)
    addOverridden(by: setting, margin: margin)
  }

  var text: String {
    let widths = lines.filter { $0.comment != nil }.map(\.text.unicodeScalars.count)
    let column = min(widths.max() ?? 0, Self.maxWidth)
    return lines.map { text, comment in
      guard let comment else { return text + "\n" }
      let padding = max(0, column - text.unicodeScalars.count)
      return text + String(repeating: " ", count: padding) + "  # \(comment)\n"
    }.joined()
  }
}
