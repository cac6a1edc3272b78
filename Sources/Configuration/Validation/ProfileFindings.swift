internal import YAMLTree

/// What rules found in profiles. Several profiles that build on the same values show the same things: each
/// is told once, at its highest level, with the names of the profiles where its place does not show them.
struct ProfileFindings {
  private struct Group {
    var finding: Diagnostic
    var elsewhere: [String] = []
    /// Whether it stands in the text of a profile that it is about.
    var isAtHome = false
  }

  private var groups: [FindingKey: Group] = [:]
  private var order: [FindingKey] = []

  mutating func add(_ finding: Diagnostic, of profile: Fragment) {
    let key = FindingKey(finding)
    if groups[key] == nil { order.append(key) }
    var group = groups[key] ?? Group(finding: finding)
    if finding.severity.outranks(group.finding.severity) { group.finding.severity = finding.severity }
    if profile.body.holds(finding.file, finding.line, finding.column) {
      group.isAtHome = true
    } else if group.elsewhere.last != profile.name {
      group.elsewhere.append(profile.name)
    }
    groups[key] = group
  }

  /// In the order in which they were found.
  var merged: [Diagnostic] {
    order.compactMap { groups[$0] }.map { group in
      var finding = group.finding
      if !group.isAtHome, finding.code.isLint { finding.message += Self.names(group.elsewhere) }
      return finding
    }
  }

  private static func names(_ profiles: [String]) -> String {
    let shown = profiles.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    let rest = profiles.count > 3 ? " and \(profiles.count - 3) more" : ""
    return " (profile\(profiles.count == 1 ? "" : "s") \(shown)\(rest))"
  }
}

extension Diagnostic.Severity {
  fileprivate func outranks(_ other: Self) -> Bool {
    self == .error && other != .error || self == .warning && other == .note
  }
}

/// What makes two findings one: the same rule at the same place about the same setting, whatever it belongs to.
/// A mapping that aliases put into two targets has one mistake, not two.
private struct FindingKey: Hashable {
  private var code: DiagnosticCode
  private var place: [Int?]
  private var file: String?
  private var setting: Substring?
  private var message: String?

  init(_ finding: Diagnostic) {
    code = finding.code
    file = finding.file
    place = [finding.line, finding.column, finding.endLine, finding.endColumn]
    setting = finding.path?.split(separator: ".").last
    if finding.file == nil { message = finding.message }
  }
}

extension Sequence<Diagnostic> {
  /// Each place's finding of a rule once.
  var merged: [Diagnostic] {
    var seen: Set<FindingKey> = []
    return filter { seen.insert(FindingKey($0)).inserted }
  }
}
