internal import YAMLTree

/// Makes whole targets of what the layers say about them, and finds what cannot be meant.
struct TargetBuilder {
  private static let maxTargets = 100

  private typealias Model = GatewayConfiguration

  let settings: ResolvedSettings
  let receivers: OwnReceivers
  private(set) var diagnostics: [Diagnostic] = []

  /// What was found wrong before, so that a mistyped `endpoint` is not also missed.
  private let faulty: FaultyPaths

  init(settings: ResolvedSettings, receivers: OwnReceivers, faulty: FaultyPaths) {
    self.settings = settings
    self.receivers = receivers
    self.faulty = faulty
  }

  mutating func targets(_ drafts: [String: TargetDraft]) -> [String: GatewayConfiguration.Target] {
    var targets: [String: GatewayConfiguration.Target] = [:]
    guard drafts.count <= Self.maxTargets else {
      diagnostics.append(
        Diagnostic(.error, .limit, "more than \(Self.maxTargets) targets", path: SettingPath(["targets"])))
      return targets
    }
    for (name, draft) in drafts.sorted(by: { $0.key < $1.key }) {
      checkFiles(name, draft)
      checkRetry(name, draft)
      if let target = target(name, draft) { targets[name] = target }
    }
    return targets
  }

  private mutating func target(_ name: String, _ draft: TargetDraft) -> GatewayConfiguration.Target? {
    let base = destination(name, nil, draft)
    var perSignal: [Model.SignalName: Model.SignalOverride] = [:]
    for signal in Model.SignalName.allCases {
      perSignal[signal] = override(name, signal, draft)
    }
    let ownEndpoints = Model.SignalName.allCases.filter { draft[$0].endpoint != nil }
    guard let first = base ?? ownEndpoints.lazy.compactMap({ perSignal[$0]?.destination }).first else {
      if !isUnknown(name, "endpoint") { missingEndpoint(name) }
      return nil
    }
    var target = Model.Target(destination: first)
    target.signals = draft.signals
    if draft.options.endpoint == nil { target.signals.formIntersection(ownEndpoints) }
    target.headers = headers(draft.options.headers)
    target.compression = draft.options.compression ?? target.compression
    target.timeout = draft.options.timeout ?? target.timeout
    target.required = draft.required
    target.retry = draft.retry
    target.retry.giveUpAfter =
      switch draft.giveUpAfter {
      case .never: nil
      case .after(let duration): duration
      case nil: draft.required ? nil : .seconds(300)
      }
    target.queue = draft.queue
    target.tls = tls(draft, nil)
    target.perSignal = perSignal
    return target
  }

  private mutating func override(
    _ name: String, _ signal: Model.SignalName, _ draft: TargetDraft
  ) -> Model.SignalOverride? {
    let options = draft[signal]
    guard options != TargetOptions() else { return nil }
    var override = Model.SignalOverride()
    if options.endpoint != nil || options.transport != nil {
      override.destination = destination(name, signal, draft)
    }
    override.headers = options.headers.isEmpty ? nil : headers(options.headers)
    override.compression = options.compression
    override.timeout = options.timeout
    if options.caFile != nil || options.certFile != nil || options.keyFile != nil {
      override.tls = tls(draft, signal)
    }
    return override
  }

  /// A signal's own option wins over the target's, each by itself.
  private mutating func destination(
    _ name: String, _ signal: Model.SignalName?, _ draft: TargetDraft
  ) -> GatewayConfiguration.Destination? {
    let own = draft[signal]
    guard let endpoint = own.endpoint ?? draft.options.endpoint else { return nil }
    let place = own.endpoint == nil ? nil : signal
    if let receiver = receivers.own(endpoint) { refuseOwn(name, place, receiver) }
    switch endpoint.scheme {
    case .file: return .file(path: endpoint.path)
    case .console: return .console
    case .discard: return .discard
    case .http, .https, .grpc, .grpcs: break
    }
    let isGRPC = endpoint.scheme == .grpc || endpoint.scheme == .grpcs
    let transport = own.transport ?? draft.options.transport ?? (isGRPC ? .grpc : .httpProtobuf)
    if isGRPC, transport != .grpc {
      refuseProtocol(name, own.transport == nil ? nil : signal, endpoint.scheme, transport)
    }
    return .otlp(
      protocol: transport, host: endpoint.host, port: endpoint.port, tls: endpoint.isTLS,
      path: transport == .grpc ? "" : endpoint.path, pathIsFinal: signal != nil && own.endpoint != nil)
  }

  private func headers(_ headers: [String: String]) -> [GatewayConfiguration.Header] {
    headers.sorted { $0.key < $1.key }.map { Model.Header(name: $0.key, value: Model.Secret($0.value)) }
  }

  private func tls(_ draft: TargetDraft, _ signal: Model.SignalName?) -> GatewayConfiguration.ClientTLS {
    var tls = Model.ClientTLS()
    tls.caFile = draft[signal].caFile ?? draft.options.caFile
    tls.certFile = draft[signal].certFile ?? draft.options.certFile
    tls.keyFile = draft[signal].keyFile ?? draft.options.keyFile
    tls.serverName = draft.serverName
    return tls
  }
}

extension TargetBuilder {
  private func path(_ name: String, _ rest: String) -> SettingPath {
    SettingPath(["targets", name] + rest.split(separator: ".").map(String.init))
  }

  private func isUnknown(_ name: String, _ rest: String) -> Bool {
    if case .unknown? = settings.assignment(at: path(name, rest))?.value { true } else { false }
  }

  private mutating func report(_ code: DiagnosticCode, at path: SettingPath, _ message: (String) -> String) {
    let assignment = settings.assignment(at: path)
    let subject = assignment?.subject ?? "`\(path)`"
    diagnostics.append(Diagnostic(.error, code, message(subject), at: assignment?.place, path: path))
  }

  /// A target that only the environment speaks of, without an endpoint, is none: its variables are for
  /// the programs around.
  private mutating func missingEndpoint(_ name: String) {
    let prefix = SettingPath(["targets", name])
    let own = settings.inForce.filter { $0.path.hasPrefix(prefix) }
    let written = own.first {
      if case .environment = $0.origin { false } else { true }
    }
    guard let written, !faulty.contains(target: name) else { return }
    diagnostics.append(
      Diagnostic(
        .error, .conflict, "the target `\(name)` has no `endpoint`", at: written.place,
        path: prefix.appending("endpoint")))
  }

  private mutating func refuseOwn(
    _ name: String, _ signal: GatewayConfiguration.SignalName?, _ receiver: GatewayConfiguration.ListenAddress
  ) {
    let path = path(name, signal.map { "\($0.rawValue).endpoint" } ?? "endpoint")
    report(.ownReceiver, at: path) { subject in
      "\(subject) is this gateway's own receiver at \(ValueType.hostPort.format(receiver)): what it sent would come back"
    }
  }

  private mutating func refuseProtocol(
    _ name: String, _ signal: GatewayConfiguration.SignalName?, _ scheme: Endpoint.Scheme,
    _ transport: GatewayConfiguration.TargetProtocol
  ) {
    let path = path(name, signal.map { "\($0.rawValue).protocol" } ?? "protocol")
    report(.conflict, at: path) { subject in
      "\(subject) is `\(transport.rawValue)`, and the endpoint begins with `\(scheme.rawValue)://`, which is gRPC"
    }
  }

  private mutating func checkFiles(_ name: String, _ draft: TargetDraft) {
    for signal in [nil] + GatewayConfiguration.SignalName.allCases.map(Optional.some) {
      if signal != nil, draft[signal].certFile == nil, draft[signal].keyFile == nil { continue }
      let prefix = signal.map { "\($0.rawValue).tls." } ?? "tls."
      let tls = tls(draft, signal)
      guard (tls.certFile == nil) != (tls.keyFile == nil) else { continue }
      let (has, lacks) = tls.certFile == nil ? ("key_file", "cert_file") : ("cert_file", "key_file")
      if isUnknown(name, prefix + lacks) || isUnknown(name, "tls." + lacks) { continue }
      report(.conflict, at: path(name, prefix + has)) { "\($0) needs `\(lacks)` beside it" }
    }
  }

  private mutating func checkRetry(_ name: String, _ draft: TargetDraft) {
    guard draft.retry.initialInterval > draft.retry.maxInterval else { return }
    if isUnknown(name, "retry.max_interval") || isUnknown(name, "retry.initial_interval") { return }
    let initial = path(name, "retry.initial_interval")
    let place = settings.assignment(at: initial) == nil ? path(name, "retry.max_interval") : initial
    report(.conflict, at: place) { subject in
      "\(subject) does not fit: `initial_interval` is \(DurationText.format(draft.retry.initialInterval)), more than "
        + "`max_interval`, \(DurationText.format(draft.retry.maxInterval))"
    }
  }
}

extension Assignment {
  /// Where a reader finds it; nil if it is in no file.
  var place: SourceRange? {
    if case .file(let range, _) = origin { range } else { nil }
  }

  /// How a message calls it.
  var subject: String {
    switch origin {
    case .file: "`\(path)`"
    case .environment(let variable): variable
    case .flag: "`--set \(path)`"
    }
  }
}
