/// How much of the machine counts when a configuration is loaded.
package enum LoadMode: Sendable {
  /// What the gateway runs with: the environment applies, and everything that is missing is an error.
  case run
  /// What it would run with here, for showing: the environment applies, and what only another machine
  /// has (variables and files that are referred to) is a warning.
  case explain
  /// The files and the flags alone: neither variables nor what references stand for. Variables only say
  /// which file and which profile.
  case filesAlone
}

extension LoadMode {
  /// A finding about this machine is no reason not to show a configuration that is meant for another.
  func judged(_ finding: Diagnostic) -> Diagnostic {
    let isOfMachine =
      [.undefinedReference, .unreadable].contains(finding.code) || finding.code.rawValue.hasPrefix("HG2")
    guard self == .explain, isOfMachine else { return finding }
    var warning = finding
    warning.severity = .warning
    return warning
  }
}
