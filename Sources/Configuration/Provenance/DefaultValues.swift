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
