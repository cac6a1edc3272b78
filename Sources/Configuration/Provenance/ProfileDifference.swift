/// Where two resolved profiles differ.
package struct ProfileDifference: Sendable {
  /// What one profile has.
  struct Side: Sendable, Equatable {
    /// Nil where the other profile alone has the setting, such as a key of a map.
    var value: ShownValue?
    var origin: String
    /// A value that came through a reference or is a credential: that it differs is all that is said.
    var isSecret = false
  }

  struct Leaf: Sendable {
    var path: SettingPath
    var kind: ValueKind?
    var left: Side
    var right: Side
    var leftStep: Provenance.Step?
    var rightStep: Provenance.Step?
  }

  package let names: (left: String, right: String)
  /// In the order of the schema.
  let leaves: [Leaf]

  package var isEmpty: Bool { leaves.isEmpty }

  /// - Parameters:
  ///   - left: A profile loaded from files alone.
  ///   - right: Another, in the same way.
  package init(_ left: LoadResult, _ right: LoadResult) {
    names = (left.profileName ?? "default", right.profileName ?? "default")
    let (left, right) = (ProvenanceCollector(left.settings), ProvenanceCollector(right.settings))
    let (ofLeft, ofRight) = (Self.values(left), Self.values(right))
    let known = Set(ofLeft.map(\.path))
    let all = (ofLeft + ofRight.filter { !known.contains($0.path) }).inTreeOrder()
    func byPath(_ values: [Provenance]) -> [SettingPath: Provenance] {
      Dictionary(values.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let (leftByPath, rightByPath) = (byPath(ofLeft), byPath(ofRight))
    leaves = all.compactMap { value in
      let (leftValue, rightValue) = (leftByPath[value.path], rightByPath[value.path])
      guard Self.differ(leftValue, rightValue) else { return nil }
      return Leaf(
        path: value.path, kind: value.setting?.kind, left: Self.side(leftValue, value.path, left),
        right: Self.side(rightValue, value.path, right), leftStep: leftValue?.steps.first,
        rightStep: rightValue?.steps.first)
    }
  }

  private static func values(_ collector: ProvenanceCollector) -> [Provenance] {
    collector.all.filter { !$0.isAbsent && $0.value != .emptyMap }
  }

  /// A default that only one of them has says nothing: it belongs to a target that is not in the other.
  private static func differ(_ left: Provenance?, _ right: Provenance?) -> Bool {
    if let left, let right { return left.comparable != right.comparable }
    return (left ?? right)?.steps.first?.assignment != nil
  }

  private static func side(
    _ value: Provenance?, _ path: SettingPath, _ collector: ProvenanceCollector
  ) -> Side {
    if let value {
      let isSecret = value.steps.first?.assignment?.isSecret ?? false
      return Side(value: value.value, origin: value.origin, isSecret: isSecret)
    }
    let target = path.components.first == "targets" ? path.components.dropFirst().first : nil
    let isMissing = target.map { !collector.targetNames.contains($0) } ?? false
    return Side(value: nil, origin: isMissing ? "no such target" : "not set")
  }
}

/// A value as far as it can be told whether another is the same.
private enum ComparableValue: Equatable {
  /// What it makes of an empty configuration: `60s` and `1m` are one.
  case effect(ConfigurationDraft)
  /// A reference, which is only the same as itself.
  case written(GatewayConfiguration.Secret)
  case words(String?)
}

extension Provenance {
  fileprivate var comparable: ComparableValue {
    if let first = steps.first, let assignment = first.assignment, !first.isReset {
      guard case .decoded(let value) = assignment.value else { return .written(assignment.source) }
      return .effect(effect(of: value))
    }
    let scalars: [ScalarText]
    switch value {
    case .none(let words): return .words(words)
    case .emptyMap: return .words(nil)
    case .scalar(let scalar): scalars = [scalar]
    case .list(let elements): scalars = elements
    }
    guard let decoded = try? setting?.decode(scalars) else { return .words(value.yaml(nil)) }
    return .effect(effect(of: decoded))
  }

  private func effect(of value: DecodedValue) -> ConfigurationDraft {
    var draft = ConfigurationDraft()
    value.apply(&draft, path)
    return draft
  }
}

extension ConfigurationLoader {
  /// Two profiles of one file, from files alone.
  ///
  /// - Returns: What differs, nil if one of them cannot be put together; and what was found in either.
  package func difference(
    configPath: String?, _ left: String, _ right: String
  ) -> (difference: ProfileDifference?, diagnostics: [Diagnostic]) {
    let opened = open(configPath)
    let results = (
      resolve(opened, left, [], .filesAlone), resolve(opened, right, [], .filesAlone)
    )
    let diagnostics = (results.0.diagnostics + results.1.diagnostics).sortedByPlace()
    guard results.0.layers != nil, results.1.layers != nil else { return (nil, diagnostics) }
    return (ProfileDifference(results.0, results.1), diagnostics)
  }
}
