internal import YAMLTree

/// The built-in defaults as values. Some settings describe theirs in words ("one for each CPU"), and only
/// trying tells them apart: a default is a value if giving it changes nothing.
enum DefaultValues {
  private static let probe = "probe"

  private static let known: [[String]: ShownValue] = Dictionary(
    Schema.current.settings.map { ($0.pattern, find($0)) }, uniquingKeysWith: { first, _ in first })

  static func value(of setting: Setting) -> ShownValue {
    known[setting.pattern] ?? .none(setting.defaultText)
  }

  private static func find(_ setting: Setting) -> ShownValue {
    if setting.shape == .map { return .emptyMap }
    guard let text = setting.defaultText else { return .none(nil) }
    guard !setting.isSensitive, let scalars = scalars(text, setting.shape),
      let decoded = try? setting.decode(scalars), changesNothing(decoded, setting)
    else { return .none(text) }
    return setting.shape == .list ? .list(scalars) : scalars.first.map(ShownValue.scalar) ?? .none(text)
  }

  private static func scalars(_ text: String, _ shape: Setting.Shape) -> [ScalarText]? {
    guard shape == .list else { return [ScalarText(text)] }
    let document = YAMLDocument(parsing: Array(text.utf8), file: "")
    guard case .sequence(let elements)? = document.root?.content else { return nil }
    return elements.compactMap {
      if case .scalar(let scalar) = $0.content { ScalarText(scalar.text) } else { nil }
    }
  }

  private static func changesNothing(_ value: DecodedValue, _ setting: Setting) -> Bool {
    var draft = ConfigurationDraft()
    if setting.pattern.contains(Setting.targetName) {
      draft.targets[probe] = TargetDraft()
      draft.targets[probe]?.options.endpoint = try? Endpoint(parsing: "https://\(probe)")
    }
    let before = built(draft)
    value.apply(&draft, SettingPath(setting.pattern.map { $0 == Setting.targetName ? probe : $0 }))
    return built(draft) == before
  }

  private static func built(_ draft: ConfigurationDraft) -> GatewayConfiguration {
    var builder = TargetBuilder(
      settings: ResolvedSettings(), receivers: OwnReceivers(.init(), hostName: nil), after: [])
    var configuration = draft.configuration
    configuration.targets = builder.targets(draft.targets)
    return configuration
  }
}

/// Defaults of a target that follow from its other settings, and which settings mean nothing to it.
struct TargetDefaults {
  private static let ofTheNetwork: Set<String> = ["protocol", "headers", "compression", "timeout", "tls"]

  let draft: TargetDraft?
  /// Whether a reference stands for `required`, so that what follows from it is open.
  let isRequiredUnknown: Bool

  /// - Parameter rest: The setting, without `targets` and the name.
  func value(of rest: [String]) -> ShownValue? {
    switch rest {
    case ["protocol"]:
      guard let endpoint = draft?.options.endpoint else { return nil }
      let isGRPC = endpoint.scheme == .grpc || endpoint.scheme == .grpcs
      let transport: GatewayConfiguration.TargetProtocol = isGRPC ? .grpc : .httpProtobuf
      return .scalar(ScalarText(transport.rawValue))
    case ["retry", "give_up_after"]:
      guard let draft, !isRequiredUnknown else { return nil }
      return .scalar(ScalarText(draft.required ? "never" : DurationText.format(.seconds(300))))
    default: return nil
    }
  }

  /// Whether a setting can have no effect, because nothing is sent over a network.
  func isIdle(_ rest: [String]) -> Bool {
    guard let endpoint = draft?.options.endpoint, let first = rest.first else { return false }
    return !endpoint.isNetwork && Self.ofTheNetwork.contains(first)
  }
}
