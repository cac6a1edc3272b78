package import YAMLTree

/// A profile as rules see it: merged, with every value's place at hand.
package struct ResolvedProfile: Sendable {
  package let name: String
  /// Where a default is decided that no layer speaks of: the name of the eldest profile it extends. Nil
  /// where there is no file.
  package let home: SourceRange?
  /// Whether another profile extends it, so that it may be no more than a part.
  package let isExtended: Bool
  package let settings: ResolvedSettings
  /// With what is known: a value that depends on the machine, when files are judged alone, is the default here.
  package let configuration: GatewayConfiguration
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
  /// Nil where the value is not known: it comes from a reference, and files are judged alone.
  package func placed<Value>(
    _ path: String, _ property: KeyPath<GatewayConfiguration, Value>
  ) -> Placed<Value>? {
    let path = SettingPath(path.split(separator: ".").map(String.init))
    let value = configuration[keyPath: property]
    guard let assignment = settings.assignment(at: path) else {
      return Placed(value: value, path: path, place: home, isDefault: true)
    }
    if case .unknown = assignment.value { return nil }
    return Placed(value: value, path: path, place: assignment.place, isDefault: false)
  }
}
