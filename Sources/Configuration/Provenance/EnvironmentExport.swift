/// Settings as lines for a POSIX shell.
package struct EnvironmentExport: Sendable {
  struct Variable: Sendable, Equatable {
    var name: String
    /// Nil where a reference stands for it, or for a part of it.
    var value: String?
    /// As it stands behind `export NAME=`.
    var shell: String
  }

  enum Line: Sendable, Equatable {
    case variable(Variable)
    /// A command that stops where a variable must be set.
    case guarding(String)
    case comment(String)
  }

  /// The file, or that there is none.
  let source: String
  let profileName: String?
  var lines: [Line] = []

  /// What a shell reads: `export` lines and comments.
  package var text: String {
    lines.map { line in
      switch line {
      case .variable(let variable): "export \(variable.name)=\(variable.shell)\n"
      case .guarding(let command): command + "\n"
      case .comment(let text): ShellText.comment(text) + "\n"
      }
    }.joined()
  }

  /// `{"source", "profile", "variables": [{"name", "value", "shell"}], "notes": […]}`; a value that a
  /// reference stands for is null.
  package var json: String {
    let variables = lines.compactMap { line -> JSONText? in
      guard case .variable(let variable) = line else { return nil }
      return [
        "name": .string(variable.name), "value": JSONText(variable.value), "shell": .string(variable.shell),
      ]
    }
    let notes = lines.compactMap { line -> JSONText? in
      if case .comment(let text) = line { .string(text) } else { nil }
    }
    let document: JSONText = [
      "source": .string(source), "profile": JSONText(profileName), "variables": .array(variables),
      "notes": .array(notes),
    ]
    return document.pretty + "\n"
  }

  mutating func add(_ name: String, _ value: String) {
    lines.append(.variable(Variable(name: name, value: value, shell: ShellText.word(value))))
  }

  mutating func note(_ text: String) { lines.append(.comment(text)) }

  /// Text before, around and behind references, in double quotes.
  mutating func add(_ name: String, references: ShellReference, before: String = "") {
    lines += references.guards.map(Line.guarding)
    lines.append(
      .variable(Variable(name: name, value: nil, shell: "\"\(before)\(references.text)\"")))
  }
}
