internal import YAMLTree

/// Where the value of one setting comes from.
package struct Provenance: Sendable {
  /// One layer's word about the setting.
  package struct Step: Sendable {
    /// As that layer has it; nothing for a `null`.
    package let value: ShownValue
    /// Nil is the built-in default.
    package let assignment: Assignment?

    /// Whether it is a written `null`, which makes the default hold again.
    var isReset: Bool {
      if let assignment, case .reset = assignment.value { !assignment.isSecret } else { false }
    }

    /// Whether a placeholder stands for something that is not shown.
    package var isMasked: Bool { assignment?.isMasked ?? false }

    /// `bundle light-sampling, hephaestus.yaml:14:32`, a variable, `--set` or `default`.
    package var origin: String { assignment.map { $0.origin.shown } ?? "default" }
  }

  package let path: SettingPath
  /// Nil for `targets` itself where there is none.
  let setting: Setting?
  /// What is in force first, then what it overrode, the newest first; last the default.
  package let steps: [Step]
  /// Whether nothing of it is in the configuration: a key of a map that was taken out again, a setting of
  /// a target that is not there.
  package let isAbsent: Bool

  /// What holds.
  var value: ShownValue {
    guard let first = steps.first else { return .none(nil) }
    return first.isReset ? steps.last?.value ?? .none(nil) : first.value
  }

  /// Where that comes from, in the words of a comment.
  var origin: String {
    guard let first = steps.first else { return "default" }
    var text = first.isReset ? "default again by null, \(first.origin)" : first.origin
    if case .none(let words?) = value { text += ": \(words)" }
    if value == .none(nil) { text = first.isReset ? "not set, by null, \(first.origin)" : "not set" }
    if first.isMasked { text += "; a credential, not printed" }
    return text
  }
}

extension Origin {
  /// As a comment names it.
  var shown: String {
    switch self {
    case .file(let range, let fragment):
      "\(fragment.label), \(range.file.printable):\(range.start.line):\(range.start.column)"
    case .environment(let variable): variable
    case .flag: "--set"
    }
  }
}

extension Origin.Fragment {
  var name: String {
    switch self {
    case .bundle(let name), .profile(let name): name
    }
  }

  /// `bundle light-sampling` or `profile ci`.
  var label: String {
    switch self {
    case .bundle(let name): "bundle \(name)"
    case .profile(let name): "profile \(name)"
    }
  }
}

extension String {
  /// On one line of a terminal or in a comment: without what would end the line or act on a terminal.
  var printable: String {
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars { text.append(scalar.isHarmless ? scalar : "\u{FFFD}") }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// Whether it is only seen: no control, no line or paragraph separator, no mark that turns the direction.
  var isHarmless: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
