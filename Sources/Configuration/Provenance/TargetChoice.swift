/// Which target is the one that variables can speak of.
struct TargetChoice {
  /// Nil if it cannot be told, or if there is none.
  let name: String?
  /// Why there is none, in words.
  let reason: String
  /// What became of the others.
  let notes: [String]
  /// Protocols that follow from `grpc://` and `grpcs://`, which only this gateway reads; the key is nil for
  /// all signals.
  private let implied: [GatewayConfiguration.SignalName?: GatewayConfiguration.TargetProtocol]

  init(_ collector: ProvenanceCollector, _ values: [Provenance]) {
    func endpoint(_ name: String) -> Provenance? {
      values.first { $0.path.components == ["targets", name, "endpoint"] }
    }
    let names = collector.targetNames
    let remote = names.filter { endpoint($0).flatMap(Self.endpoint)?.isNetwork ?? true }
    let standard = EnvironmentLayer.targetName
    let chosen = remote.contains(standard) ? standard : remote.count == 1 ? remote.first : nil
    name = chosen
    reason =
      remote.isEmpty
      ? "there is no target that is an OTLP endpoint"
      : "there are several targets, and variables know one, which is called `\(standard)`"
    implied = chosen.map { Self.implied($0, values) } ?? [:]
    var notes: [String] = []
    if let chosen, chosen != standard {
      notes.append("The target `\(chosen)` is called `\(standard)` there.")
    }
    for other in names where other != chosen {
      let shown = endpoint(other).map { ", \($0.value.yaml($0.setting?.kind))" } ?? ""
      notes.append("No variable says: the target `\(other)`\(shown)")
    }
    self.notes = notes
  }

  /// The protocol to name where the profile names none.
  func impliedProtocol(at path: SettingPath) -> GatewayConfiguration.TargetProtocol? {
    guard path.components.last == "protocol" else { return nil }
    return implied[path.components.count == 3 ? nil : .init(rawValue: path.components[2])]
  }

  private static func implied(
    _ name: String, _ values: [Provenance]
  ) -> [GatewayConfiguration.SignalName?: GatewayConfiguration.TargetProtocol] {
    func assigned(_ signal: GatewayConfiguration.SignalName?, _ setting: String) -> Provenance? {
      let path = ["targets", name] + (signal.map { [$0.rawValue] } ?? []) + [setting]
      return values.first { $0.path.components == path && $0.steps.first?.assignment != nil }
    }
    func isGRPC(_ signal: GatewayConfiguration.SignalName?) -> Bool {
      let scheme = assigned(signal, "endpoint").flatMap(endpoint)?.scheme
      return (scheme == .grpc || scheme == .grpcs) && assigned(signal, "protocol") == nil
    }
    var implied: [GatewayConfiguration.SignalName?: GatewayConfiguration.TargetProtocol] = [:]
    if isGRPC(nil) { implied[nil] = .grpc }
    for signal in GatewayConfiguration.SignalName.allCases {
      if isGRPC(signal) {
        implied[signal] = .grpc
      } else if implied[nil] != nil, assigned(signal, "endpoint") != nil, assigned(signal, "protocol") == nil
      {
        implied[signal] = .httpProtobuf
      }
    }
    return implied
  }

  /// Nil for one that is only referred to.
  static func endpoint(_ value: Provenance) -> Endpoint? {
    guard case .decoded(let decoded)? = value.steps.first?.assignment?.value else { return nil }
    var draft = ConfigurationDraft()
    decoded.apply(&draft, value.path)
    let target = draft.targets.values.first
    return target?.options.endpoint ?? target?.perSignal.values.first?.endpoint
  }
}
