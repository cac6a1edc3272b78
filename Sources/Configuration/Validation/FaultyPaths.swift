/// The settings of which something is wrong already, so that nothing is concluded from their not having a value.
struct FaultyPaths: Sendable {
  private var paths: Set<String> = []
  /// Such as `targets.default`.
  private var targets: Set<Substring> = []

  /// How much there is to remember.
  var count: Int { paths.count }

  init(_ findings: some Sequence<Diagnostic>) {
    for finding in findings where finding.severity == .error {
      guard let path = finding.path else { continue }
      paths.insert(path)
      if path.hasPrefix("targets.") { targets.insert(path.prefix(2, separatedBy: ".")) }
      guard finding.code == .unknownKey, let suggestion = finding.suggestion else { continue }
      // What is misspelt is not missing.
      let parent = path.lastIndex(of: ".").map { path[...$0] } ?? ""
      paths.insert(parent + suggestion)
    }
  }

  mutating func formUnion(_ other: FaultyPaths) {
    paths.formUnion(other.paths)
    targets.formUnion(other.targets)
  }

  /// Whether a setting or a section that it is in has a mistake.
  func contains(_ path: SettingPath) -> Bool {
    guard !paths.isEmpty else { return false }
    return path.components.indices.contains { index in
      paths.contains(SettingPath(Array(path.components[...index])).description)
    }
  }

  /// Whether anything within a target has.
  func contains(target: String) -> Bool {
    targets.contains(Substring(SettingPath(["targets", target]).description))
  }
}

extension String {
  fileprivate func prefix(_ count: Int, separatedBy separator: Character) -> Substring {
    var ends = indices.filter { self[$0] == separator }[...]
    ends = ends.dropFirst(count - 1)
    return ends.first.map { self[..<$0] } ?? self[...]
  }
}
