package import YAMLTree

/// An endpoint of a target, with what is sent there.
package struct PlacedEndpoint: Sendable {
  package let target: String
  /// Nil for the endpoint of every signal that has none of its own.
  package let signal: GatewayConfiguration.SignalName?
  package let endpoint: Endpoint
  /// Nil where it is not known.
  package let transport: GatewayConfiguration.TargetProtocol?
  /// Those of the target's signals that go here.
  package let signals: Set<GatewayConfiguration.SignalName>
  package let path: SettingPath
  package let place: SourceRange?
  /// The headers that are sent along, known or not.
  let headers: [Assignment]

  /// `collector.internal:4317`.
  var address: String {
    ValueType.hostPort.format(GatewayConfiguration.ListenAddress(host: endpoint.host, port: endpoint.port))
  }

  /// Whether what is sent leaves this machine.
  var isRemote: Bool { endpoint.isNetwork && !HostText.isLocal(endpoint.host) }
}

extension Diagnostic {
  /// A finding of a rule at an endpoint, with the level of the rule's page.
  init(_ code: DiagnosticCode, _ message: String, at endpoint: PlacedEndpoint, suggestion: String? = nil) {
    self.init(
      code.page.severity, code, message, at: endpoint.place, path: endpoint.path, suggestion: suggestion)
  }
}

/// Looks through the targets of a profile once, for all rules.
struct PlacedTargets {
  private typealias Signal = GatewayConfiguration.SignalName

  private(set) var names: [String] = []
  private(set) var endpoints: [PlacedEndpoint] = []
  private let settings: ResolvedSettings
  /// By the path of the `headers` they stand in.
  private var headers: [SettingPath: [Assignment]] = [:]

  init(_ settings: ResolvedSettings, _ drafts: [String: TargetDraft]) {
    self.settings = settings
    var names: Set<String> = []
    for path in settings.history.keys where path.components.first == "targets" && path.components.count > 2 {
      guard let assignment = settings.assignment(at: path) else { continue }
      names.insert(path.components[1])
      let parent = SettingPath(path.components.dropLast())
      if parent.components.last == "headers" { headers[parent, default: []].append(assignment) }
    }
    self.names = names.sorted()
    for name in self.names {
      guard let draft = drafts[name] else { continue }
      for signal in [nil] + Signal.allCases.map(Optional.some) { add(name, signal, draft) }
    }
  }

  private mutating func add(_ name: String, _ signal: Signal?, _ draft: TargetDraft) {
    guard let endpoint = draft[signal].endpoint else { return }
    let path = Self.path(name, signal, "endpoint")
    let others = Signal.allCases.filter { isSet(Self.path(name, $0, "endpoint")) }
    let signals = signal.map { draft.signals.intersection([$0]) } ?? draft.signals.subtracting(others)
    let own = signal.flatMap { headers[Self.path(name, $0, "headers")] }
    endpoints.append(
      PlacedEndpoint(
        target: name, signal: signal, endpoint: endpoint, transport: transport(name, signal, draft),
        signals: signals, path: path, place: settings.assignment(at: path)?.place,
        headers: (own ?? headers[Self.path(name, nil, "headers")] ?? []).sorted { $0.path < $1.path }))
  }

  private func transport(
    _ name: String, _ signal: Signal?, _ draft: TargetDraft
  ) -> GatewayConfiguration.TargetProtocol? {
    for place in [signal, nil] {
      guard let assignment = settings.assignment(at: Self.path(name, place, "protocol")) else { continue }
      if case .unknown = assignment.value { return nil }
      return draft[place].transport
    }
    let scheme = draft[signal].endpoint?.scheme
    return scheme == .grpc || scheme == .grpcs ? .grpc : .httpProtobuf
  }

  private func isSet(_ path: SettingPath) -> Bool { settings.assignment(at: path) != nil }

  private static func path(_ name: String, _ signal: Signal?, _ setting: String) -> SettingPath {
    SettingPath(["targets", name] + (signal.map { [$0.rawValue] } ?? []) + [setting])
  }
}
