internal import Patterns

/// What is wrong with patterns once every layer has had its word.
struct PatternCheck {
  private static let maxPatterns = 50

  private let settings: ResolvedSettings
  private let draft: ConfigurationDraft
  private let faulty: FaultyPaths
  private let memo: MergeMemo

  init(
    _ settings: ResolvedSettings, _ draft: ConfigurationDraft, _ faulty: FaultyPaths, _ memo: MergeMemo
  ) {
    self.memo = memo
    self.settings = settings
    self.draft = draft
    self.faulty = faulty
  }

  var findings: [Diagnostic] {
    let patterns = draft.configuration.privacy.patterns
    guard patterns.count <= Self.maxPatterns else {
      let place = patterns.last.flatMap { settings.assignment(at: path($0.name, "pattern"))?.place }
      return [
        Diagnostic(
          .error, .limit, "more than \(Self.maxPatterns) patterns", at: place,
          path: SettingPath(NamedSection.patterns.path))
      ]
    }
    let literals = patterns.compactMap { pattern in
      pattern.replacement.flatMap { PatternReplacement($0).literal }.map { (pattern.name, $0) }
    }
    return patterns.compactMap { lacksPattern($0.name) ?? groups($0) }
      + patterns.compactMap { replacements($0.name, literals) }
  }

  private func path(_ name: String, _ setting: String) -> SettingPath {
    SettingPath(NamedSection.patterns.path + [name, setting])
  }

  private func isOpen(_ path: SettingPath) -> Bool {
    if faulty.contains(path) { return true }
    if case .unknown? = settings.assignment(at: path)?.value { return true }
    return false
  }

  private func lacksPattern(_ name: String) -> Diagnostic? {
    let (pattern, replacement) = (path(name, "pattern"), path(name, "replacement"))
    guard draft.patterns[name] == nil, !isOpen(pattern) else { return nil }
    return Diagnostic(
      .error, .conflict, "the pattern `\(name)` has a `replacement` and no `pattern`",
      at: settings.assignment(at: replacement)?.place, path: replacement)
  }

  /// A replacement must not ask for groups that the pattern does not have.
  private func groups(_ pattern: GatewayConfiguration.PrivacyPattern) -> Diagnostic? {
    guard let compiled = draft.patterns[pattern.name] else { return nil }
    let highest = PatternReplacement(pattern.replacement ?? "").highestGroup
    guard highest > compiled.groupCount else { return nil }
    let (count, path) = (compiled.groupCount, path(pattern.name, "replacement"))
    let has = count == 0 ? "no groups" : count == 1 ? "one group" : "\(count) groups"
    return finding(
      at: path,
      "has `$\(highest)` in it, and the pattern has \(has); for the characters themselves write `$$$$\(highest)`"
    )
  }

  /// A second gateway must find nothing in what a first one wrote.
  private func replacements(_ name: String, _ literals: [(owner: String, text: String)]) -> Diagnostic? {
    guard let compiled = draft.patterns[name] else { return nil }
    let path = path(name, "pattern")
    let general = SettingPath(["privacy", "replacement"])
    if !isOpen(general), memo.isFound(compiled, in: draft.configuration.privacy.replacement) {
      return finding(
        at: path,
        "matches `privacy.replacement`, so that a second gateway would change again what a first one wrote; "
          + "narrow it or choose another replacement")
    }
    guard let other = literals.first(where: { memo.isFound(compiled, in: $0.text) }) else { return nil }
    let whose =
      other.owner == name
      ? "its own `replacement`" : "the `replacement` of the pattern `\(other.owner)`"
    return finding(
      at: path, "matches \(whose), so that a second gateway would change again what a first one wrote")
  }

  private func finding(at path: SettingPath, _ message: String) -> Diagnostic {
    let assignment = settings.assignment(at: path)
    return Diagnostic(
      .error, .unusablePattern, "\(assignment?.subject ?? "`\(path)`") \(message)", at: assignment?.place,
      path: path)
  }
}
