extension SettingExplanation {
  /// The value, the chain of what it overrode, and what the setting is for.
  package var text: String {
    let chains = values.map(chain).joined(separator: "\n")
    return chains + "\n" + about.map { "\($0)\n" }.joined()
  }

  private func chain(of value: Provenance) -> String {
    let shown = value.isAbsent ? "not set" : value.value.yaml(setting.kind)
    var lines = ["\(value.path.description.printable): \(shown)"]
    let steps = value.steps.map { step in
      (step, words(for: step, in: value), step.isReset ? "null" : step.value.yaml(setting.kind))
    }
    let wordWidth = steps.map(\.1.count).max() ?? 0
    let valueWidth = min(steps.map(\.2.count).max() ?? 0, 40)
    for (step, word, text) in steps {
      lines.append("  \(word.padded(to: wordWidth))  \(text.padded(to: valueWidth))  \(origin(of: step))")
      if let (number, line) = line(of: step) { lines.append("      \(number) | \(line)") }
    }
    return lines.map { "\($0)\n" }.joined()
  }

  private func words(for step: Provenance.Step, in value: Provenance) -> String {
    if step.assignment == nil { return value.steps.first?.assignment == nil ? "in force" : "default" }
    return value.steps.first?.assignment?.origin == step.assignment?.origin ? "in force" : "overridden"
  }

  private func origin(of step: Provenance.Step) -> String {
    var text = step.origin
    if case .flag(let name)? = step.assignment?.origin { text = "--set \(name.printable)" }
    if step.assignment == nil, case .none(let words) = step.value { text = words ?? "not set by default" }
    if step.isMasked { text += "; a credential, not printed" }
    return text
  }

  private var about: [String] {
    var lines = [setting.documentation]
    var rows = [("takes", setting.takes)]
    rows.append(("default", setting.defaultText ?? setting.defaultNote ?? "none"))
    if let variable = setting.environment, missing == nil || path.components[1] == "default" {
      let isOther = setting.pattern.first == "targets" && path.components[1] != EnvironmentLayer.targetName
      if !isOther { rows.append(("variable", "\(variable), \(setting.environmentExpectation)")) }
    }
    if setting.needsRestart { rows.append(("reload", "a change needs a restart")) }
    if let missing {
      rows.append((missing.noun, "there is no \(missing.noun) `\(missing.name)` in this profile"))
    }
    lines += rows.map { "  \($0.0.padded(to: 8))  \($0.1)" }
    return lines
  }
}

extension Setting {
  /// What may be written, for the reader of `explain`.
  var takes: String {
    switch shape {
    case .value, .list: expectation
    case .map: "a mapping of keys to values, each \(expectation)"
    }
  }
}

extension String {
  /// With spaces behind it, for columns; unchanged if it is longer.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
  }
}
