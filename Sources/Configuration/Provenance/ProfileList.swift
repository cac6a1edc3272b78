/// The profiles of a configuration, each resolved from files alone.
package struct ProfileList: Sendable {
  package struct Profile: Sendable {
    package var name: String
    package var extends: String?
    package var bundles: [String]
    /// The profile that `run` would take here.
    package var isSelected: Bool
    /// Nil where the profile has an error, or a reference decides.
    var sampler: Provenance?
    var ratio: Provenance?
    var privacyMode: Provenance?
    /// By name, with their endpoints.
    var targets: [(name: String, endpoint: Provenance?)]
  }

  /// The file, as it was named.
  package let source: String
  /// In the order of the alphabet.
  package let profiles: [Profile]
  package let diagnostics: [Diagnostic]
}

extension ConfigurationLoader {
  /// Every profile of the file that `run` would read.
  ///
  /// - Parameters:
  ///   - configPath: `--config`.
  ///   - profile: `--profile`, to say which one is selected.
  /// - Returns: The profiles that there are, also where some have errors.
  package func profiles(configPath: String?, profile: String?) -> ProfileList {
    let opened = open(configPath)
    let selected = profileName(profile, opened.search)
    let set = opened.documents.set
    var findings = opened.documents.diagnostics + (opened.problem.map { [$0] } ?? [])
    var list: [ProfileList.Profile] = []
    for name in set.profileNames {
      guard let fragment = set.fragments[.profile(name)] else { continue }
      let result = resolve(opened, name, [], .filesAlone)
      findings += result.diagnostics
      list.append(ProfileList.Profile(fragment, result, isSelected: name == selected))
    }
    if let selected, set.fragments[.profile(selected)] == nil {
      findings += resolve(opened, selected, [], .filesAlone).diagnostics
    }
    findings = opened.documents.sources.attached(to: findings).sortedByPlace()
    return ProfileList(source: opened.name, profiles: list, diagnostics: findings)
  }
}

extension ProfileList.Profile {
  init(_ fragment: Fragment, _ result: LoadResult, isSelected: Bool) {
    name = fragment.name
    extends = fragment.extends?.name
    bundles = fragment.bundles.map(\.name)
    self.isSelected = isSelected
    let collector = ProvenanceCollector(result.settings)
    let all = result.layers == nil ? [] : collector.all
    func find(_ path: String...) -> Provenance? { all.first { $0.path.components == path } }
    sampler = find("sampling", "sampler")
    ratio = find("sampling", "ratio")
    privacyMode = find("privacy", "mode")
    targets = result.layers == nil ? [] : collector.targetNames.map { ($0, find("targets", $0, "endpoint")) }
  }
}
