/// Layers put on top of each other, with everything that was overridden on the way still there.
package struct ResolvedSettings: Sendable {
  /// For every leaf that any layer mentions, oldest first; the last is in force.
  package private(set) var history: [SettingPath: [Assignment]] = [:]

  package init() {}

  /// Puts one more assignment on top. A reset of a section resets every leaf below it; one that came
  /// through a reference is a value elsewhere, and so it is kept even where there is nothing to reset.
  mutating func apply(_ assignment: Assignment) {
    guard case .reset = assignment.value, !assignment.isSecret else {
      history[assignment.path, default: []].append(assignment)
      return
    }
    for path in history.keys where path.hasPrefix(assignment.path) {
      var reset = assignment
      reset.path = path
      history[path]?.append(reset)
    }
  }

  mutating func apply(_ assignments: [Assignment]) {
    for assignment in assignments { apply(assignment) }
  }

  /// What is in force at a path; nil where the default is.
  package func assignment(at path: SettingPath) -> Assignment? {
    guard let last = history[path]?.last else { return nil }
    if case .reset = last.value { return nil }
    return last
  }

  /// Everything in force, in the order of paths.
  package var inForce: [Assignment] {
    history.keys.sorted().compactMap { assignment(at: $0) }
  }

  func draft() -> ConfigurationDraft {
    var draft = ConfigurationDraft()
    for assignment in inForce {
      if case .decoded(let value) = assignment.value { value.apply(&draft, assignment.path) }
    }
    return draft
  }
}
