internal import YAMLTree

extension Setting {
  /// What holds where nothing is set; of a key of a map, nothing.
  var fallback: ShownValue {
    if shape == .map { return .emptyMap }
    guard let defaultText else { return .none(defaultNote) }
    guard shape == .list else { return .scalar(ScalarText(defaultText)) }
    let document = YAMLDocument(parsing: Array(defaultText.utf8), file: "")
    guard case .sequence(let elements)? = document.root?.content else { return .none(defaultText) }
    return .list(
      elements.compactMap {
        if case .scalar(let scalar) = $0.content { ScalarText(scalar.text) } else { nil }
      })
  }
}

/// Defaults of a target that follow from its other settings, and which settings mean nothing to it.
struct TargetDefaults {
  private static let ofTheNetwork: Set<String> = ["protocol", "headers", "compression", "timeout", "tls"]

  /// Nil where only a reference says it: what follows from it would tell something of it.
  private let endpoint: Endpoint?
  private let isRequired: Bool?
  /// A signal's own endpoint may need another protocol than the target's would be.
  private let hasSignalEndpoint: Bool

  init(_ name: String, _ draft: TargetDraft?, _ settings: ResolvedSettings) {
    func isOpen(_ setting: String) -> Bool {
      settings.assignment(at: SettingPath(["targets", name, setting]))?.isSecret ?? false
    }
    endpoint = isOpen("endpoint") ? nil : draft?.options.endpoint
    isRequired = isOpen("required") ? nil : draft?.required
    hasSignalEndpoint = GatewayConfiguration.SignalName.allCases.contains { signal in
      settings.assignment(at: SettingPath(["targets", name, signal.rawValue, "endpoint"])) != nil
    }
  }

  /// - Parameter rest: The setting, without `targets` and the name.
  /// - Returns: Nil where the schema's own default holds.
  func value(of rest: [String]) -> ShownValue? {
    switch rest {
    case ["protocol"]:
      guard let endpoint, !hasSignalEndpoint else { return nil }
      let isGRPC = endpoint.scheme == .grpc || endpoint.scheme == .grpcs
      let transport: GatewayConfiguration.TargetProtocol = isGRPC ? .grpc : .httpProtobuf
      return .scalar(ScalarText(transport.rawValue))
    case ["retry", "give_up_after"]:
      guard let isRequired else { return nil }
      return .scalar(ScalarText(isRequired ? "never" : DurationText.format(.seconds(300))))
    default: return nil
    }
  }

  /// Whether a setting can have no effect, because nothing is sent over a network.
  func isIdle(_ rest: [String]) -> Bool {
    guard let endpoint, let first = rest.first else { return false }
    return !endpoint.isNetwork && Self.ofTheNetwork.contains(first)
  }
}
