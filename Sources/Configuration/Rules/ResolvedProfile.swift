package import YAMLTree

/// A profile as rules see it: merged, with every value's place at hand.
package struct ResolvedProfile: Sendable {
  package let name: String
  /// Where a default is decided that no layer speaks of: the name of the eldest profile it extends. Nil
  /// where there is no file.
  package let home: SourceRange?
  /// Whether another profile extends it, so that it may be no more than a part.
  package let isExtended: Bool
  /// What it is made of, in the order of application.
  let layers: [Origin.Fragment]
  package let settings: ResolvedSettings
  /// With what is known: a value that depends on the machine, when files are judged alone, is the default
  /// here.
  package let configuration: GatewayConfiguration
  /// Where something is wrong, so that the values here may not be what is meant.
  let faulty: FaultyPaths
  /// Where it takes less than its privacy mode promises, and says that this is meant.
  let meantHoles: [PrivacyHoles.Hole]
  /// Every target that is spoken of, with a known endpoint or without.
  package let targetNames: [String]
  /// Every known endpoint.
  package let endpoints: [PlacedEndpoint]

  init(
    name: String, home: SourceRange?, isExtended: Bool, layers: [Origin.Fragment], settings: ResolvedSettings,
    draft: ConfigurationDraft, targets: [String: GatewayConfiguration.Target], faulty: FaultyPaths,
    meantHoles: [PrivacyHoles.Hole] = []
  ) {
    self.meantHoles = meantHoles
    self.faulty = faulty
    self.name = name
    self.home = home
    self.isExtended = isExtended
    self.layers = layers
    self.settings = settings
    var configuration = draft.configuration
    configuration.targets = targets
    self.configuration = configuration
    let targets = PlacedTargets(settings, draft.targets)
    targetNames = targets.names
    endpoints = targets.endpoints
  }
}

/// A value in force, and where it was decided.
package struct Placed<Value> {
  package let value: Value
  package let path: SettingPath
  /// The value's place in a file; for a default that of the profile; nil for variables and flags.
  package let place: SourceRange?
  /// Whether no layer speaks of it.
  package let isDefault: Bool
}

extension ResolvedProfile {
  /// Nil where the value is not known: it comes from a reference, and files are judged alone; or it is wrong.
  package func placed<Value>(
    _ path: String, _ property: KeyPath<GatewayConfiguration, Value>
  ) -> Placed<Value>? {
    let path = SettingPath(path.split(separator: ".").map(String.init))
    if faulty.contains(path) { return nil }
    let value = configuration[keyPath: property]
    guard let assignment = settings.assignment(at: path) else {
      return Placed(value: value, path: path, place: home, isDefault: true)
    }
    if case .unknown = assignment.value { return nil }
    return Placed(value: value, path: path, place: assignment.place, isDefault: false)
  }

  /// Whether a setting was written with another one or after it. One from before belongs to what that other
  /// one replaced.
  func isMeant(_ setting: SettingPath, beside other: SettingPath) -> Bool {
    func layer(_ path: SettingPath) -> Int? {
      guard case .file(_, let fragment)? = settings.assignment(at: path)?.origin else { return nil }
      return layers.firstIndex(of: fragment)
    }
    guard let setting = layer(setting), let other = layer(other) else { return false }
    return setting >= other
  }

  /// Whether the profile, or what it builds on, says that telemetry is off.
  var isSwitchedOff: Bool {
    guard let enabled = placed("enabled", \.enabled) else { return false }
    return !enabled.isDefault && !enabled.value
  }
}

extension Diagnostic {
  /// A finding of a rule at a value, with the level of the rule's page.
  init<Value>(_ code: DiagnosticCode, _ message: String, at value: Placed<Value>, suggestion: String? = nil) {
    self.init(
      code.page.severity, code, message, at: value.place, path: value.path, suggestion: suggestion)
  }
}
