/// A resolved configuration of which every value knows where it comes from.
package struct Explanation: Sendable {
  /// The file, or that there is none.
  package let source: String
  package let profileName: String?
  /// What the profile is made of, in the order in which it applies.
  package let layers: [Origin.Fragment]
  /// Whether something could not be read, so that it is missing here.
  package let isIncomplete: Bool
  /// Section by section, in the order of the schema.
  package let settings: [Provenance]

  /// - Parameters:
  ///   - result: What was loaded.
  ///   - prefix: Only the settings below it. In a section of a target, those that nothing sets are there
  ///     too.
  package init(_ result: LoadResult, below prefix: SettingPath = SettingPath()) {
    source = result.sourceDescription
    profileName = result.profileName
    layers = result.layers ?? []
    isIncomplete = result.configuration == nil
    let collector = ProvenanceCollector(result.settings, showsUnset: Self.isWithinNamed(prefix))
    settings = collector.all.filter { $0.path.hasPrefix(prefix) }.inTreeOrder()
  }

  /// Whether a section is one of a target, of a pattern, or of a signal of a target or of `privacy`.
  private static func isWithinNamed(_ prefix: SettingPath) -> Bool {
    prefix.components.count > 2 || prefix.components.count == 2 && prefix.components[0] == "privacy"
  }

  var hasMasked: Bool {
    settings.contains { setting in !setting.isAbsent && setting.steps.first?.isMasked == true }
  }
}

/// Puts the history of every setting beside the schema.
struct ProvenanceCollector {
  private let settings: ResolvedSettings
  private let draft: ConfigurationDraft
  private let showsUnset: Bool
  /// The targets that have somewhere to send to.
  let targetNames: [String]
  /// Those that any layer speaks of.
  private let mentionedTargets: [String]
  private let mentionedPatterns: [String]

  init(_ settings: ResolvedSettings, showsUnset: Bool = false) {
    self.settings = settings
    draft = settings.draft()
    self.showsUnset = showsUnset
    let ofTargets = settings.history.keys.filter { $0.components.count > 2 && $0.components[0] == "targets" }
    let endpoints = ofTargets.filter {
      $0.components.last == "endpoint" && settings.assignment(at: $0) != nil
    }
    targetNames = Set(endpoints.map { $0.components[1] }).sorted()
    mentionedTargets = Set(ofTargets.map { $0.components[1] }).sorted()
    let patterns = NamedSection.patterns
    mentionedPatterns = Set(
      settings.history.keys.filter { $0.components.count > 3 && $0.components.starts(with: patterns.path) }
        .map(patterns.name)
    ).sorted()
  }

  func names(in section: NamedSection) -> [String] {
    section == .targets ? targetNames : patternNames
  }

  /// The patterns that have something to match.
  var patternNames: [String] {
    mentionedPatterns.filter { name in
      settings.assignment(at: SettingPath(NamedSection.patterns.path + [name, "pattern"])) != nil
    }
  }

  var all: [Provenance] {
    var empty = NamedSection.all.filter { names(in: $0).isEmpty }
    return Schema.current.settings.flatMap { setting -> [Provenance] in
      guard let section = NamedSection.around(SettingPath(setting.pattern)) else { return general(setting) }
      let own = section == .targets ? ofTargets(setting) : ofPatterns(setting)
      guard let index = empty.firstIndex(of: section) else { return own }
      empty.remove(at: index)
      return [none(of: section)] + own
    }
  }

  private func none(of section: NamedSection) -> Provenance {
    let step = Provenance.Step(value: .emptyMap, assignment: nil)
    return Provenance(path: SettingPath(section.path), setting: nil, steps: [step], isAbsent: false)
  }

  private func general(_ setting: Setting) -> [Provenance] {
    let path = SettingPath(setting.pattern)
    let isOfSignal = setting.pattern.first == "privacy" && isOfSignal(Array(setting.pattern.dropFirst()))
    if isOfSignal, !showsUnset, !isSet(path) { return [] }
    guard setting.shape == .map else { return [leaf(setting, path, setting.fallback)] }
    let keys = keys(setting, path)
    return keys.contains { !$0.isAbsent } ? keys : [leaf(setting, path, .emptyMap)] + keys
  }

  /// The keys that any layer gave a map.
  private func keys(_ setting: Setting, _ path: SettingPath) -> [Provenance] {
    let paths = settings.history.keys.filter { $0.hasPrefix(path) && $0 != path }.sorted()
    return paths.map { leaf(setting.element, $0, nil) }
  }

  private func ofTargets(_ setting: Setting) -> [Provenance] {
    mentionedTargets.flatMap { name in
      let path = SettingPath(setting.pattern.map { $0 == Setting.freeName ? name : $0 })
      return targetNames.contains(name) ? ofTarget(name, setting, path) : absent(setting, path)
    }
  }

  private func ofPatterns(_ setting: Setting) -> [Provenance] {
    let present = Set(patternNames)
    return mentionedPatterns.flatMap { name in
      let path = SettingPath(setting.pattern.map { $0 == Setting.freeName ? name : $0 })
      return present.contains(name) ? [leaf(setting, path, setting.fallback)] : absent(setting, path)
    }
  }

  private func ofTarget(_ name: String, _ setting: Setting, _ path: SettingPath) -> [Provenance] {
    let rest = Array(setting.pattern.dropFirst(2))
    let defaults = TargetDefaults(name, draft.targets[name], settings)
    let isSet = isSet(path)
    if setting.shape == .map {
      let keys = keys(setting, path)
      let hides = !showsUnset && (isOfSignal(rest) || defaults.isIdle(rest))
      return keys.contains { !$0.isAbsent } || hides ? keys : [leaf(setting, path, .emptyMap)] + keys
    }
    if !isSet, !showsUnset, isOfSignal(rest) || defaults.isIdle(rest) { return [] }
    return [leaf(setting, path, defaults.value(of: rest) ?? setting.fallback)]
  }

  private func absent(_ setting: Setting, _ path: SettingPath) -> [Provenance] {
    if setting.shape == .map { return keys(setting, path).map(\.absent) }
    return settings.history[path] == nil ? [] : [leaf(setting, path, nil).absent]
  }

  /// Whether a layer gives it a value that no later one takes back.
  private func isSet(_ path: SettingPath) -> Bool {
    guard let last = settings.history[path]?.last else { return false }
    if case .reset = last.value { return last.isSecret }
    return true
  }

  private func isOfSignal(_ rest: [String]) -> Bool {
    rest.first.flatMap(GatewayConfiguration.SignalName.init) != nil
  }

  /// One setting with its history; `fallback` is its default, nil for a key of a map, which is not there then.
  func leaf(_ setting: Setting, _ path: SettingPath, _ fallback: ShownValue?) -> Provenance {
    var steps = (settings.history[path] ?? []).reversed().map {
      Provenance.Step(value: ShownValue($0, setting.shape), assignment: $0)
    }
    let isAbsent = fallback == nil && steps.first?.isReset ?? true
    if let fallback { steps.append(Provenance.Step(value: fallback, assignment: nil)) }
    return Provenance(path: path, setting: setting, steps: steps, isAbsent: isAbsent)
  }
}

extension Provenance {
  fileprivate var absent: Provenance {
    Provenance(path: path, setting: setting, steps: steps, isAbsent: true)
  }
}

extension [Provenance] {
  /// What stands below one section side by side, each where the first of it is.
  func inTreeOrder(depth: Int = 0) -> [Provenance] {
    var groups: [(key: String?, members: [Provenance])] = []
    var places: [String?: Int] = [:]
    for element in self {
      let key = element.path.components.indices.contains(depth) ? element.path.components[depth] : nil
      if let place = places[key] {
        groups[place].members.append(element)
      } else {
        places[key] = groups.count
        groups.append((key, [element]))
      }
    }
    return groups.flatMap { group in
      group.key == nil || group.members.count == 1
        ? group.members : group.members.inTreeOrder(depth: depth + 1)
    }
  }
}
