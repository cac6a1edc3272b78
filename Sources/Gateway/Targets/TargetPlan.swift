internal import Configuration
internal import Delivery
internal import LocalTargets
internal import TelemetryEngine
internal import Transport

/// How requests of one signal reach a target.
struct TargetRoute: Sendable {
  let endpoint: TargetEndpoint
  /// Equal for signals that share an endpoint, and so a client.
  let endpointNumber: Int
  let encoding: ContentEncoding
  let contentType: OutgoingRequest.ContentType
  let timeout: Duration
}

/// A target of the configuration, made ready for the loops: what can fail has failed by then.
struct TargetPlan: Sendable {
  enum Kind: Sendable {
    case network([Signal: TargetRoute])
    case local(any LocalTarget)
  }

  let name: String
  let kind: Kind
  let delivery: DeliveryTarget

  /// Batches under way at a time on one loop. A local target has one writer anyway.
  private static let concurrentSends = 4

  /// `budget` bounds the queue, over all loops.
  init(name: String, _ target: GatewayConfiguration.Target, kind: Kind, budget: QueueBudget) {
    self.name = name
    self.kind = kind
    delivery = DeliveryTarget(
      name: name, signals: Set(target.signals.map(Signal.init)), isRequired: target.required,
      settings: TargetQueue.Settings(
        retry: RetryPolicy(
          initialInterval: target.retry.initialInterval, maxInterval: target.retry.maxInterval,
          giveUpAfter: target.retry.giveUpAfter),
        maxConcurrentSends: Self.concurrentSends),
      budget: budget)
  }

  /// The routes of a network target, with its TLS files read.
  ///
  /// - Throws: `StartError`, which names the target and the setting.
  static func routes(
    _ name: String, _ target: GatewayConfiguration.Target, userAgent: String
  ) throws(StartError) -> [Signal: TargetRoute] {
    var routes: [Signal: TargetRoute] = [:]
    var shared: TargetEndpoint?
    for signal in target.signals {
      let override = target.perSignal[signal]
      let hasOwnEndpoint =
        override?.destination != nil || override?.headers != nil || override?.tls != nil
      let endpoint: TargetEndpoint
      if !hasOwnEndpoint, let shared {
        endpoint = shared
      } else {
        endpoint = try self.endpoint(
          name, override?.destination ?? target.destination,
          headers: override?.headers ?? target.headers, tls: override?.tls ?? target.tls,
          userAgent: userAgent)
        if !hasOwnEndpoint { shared = endpoint }
      }
      routes[Signal(signal)] = TargetRoute(
        endpoint: endpoint, endpointNumber: hasOwnEndpoint ? 1 + Int(Signal(signal).rawValue) : 0,
        encoding: ContentEncoding(override?.compression ?? target.compression),
        contentType: isJSON(override?.destination ?? target.destination) ? .json : .protobuf,
        timeout: override?.timeout ?? target.timeout)
    }
    return routes
  }

  private static func isJSON(_ destination: GatewayConfiguration.Destination) -> Bool {
    guard case .otlp(.httpJSON, _, _, _, _, _) = destination else { return false }
    return true
  }

  private static func endpoint(
    _ name: String, _ destination: GatewayConfiguration.Destination,
    headers: [GatewayConfiguration.Header], tls: GatewayConfiguration.ClientTLS, userAgent: String
  ) throws(StartError) -> TargetEndpoint {
    guard case .otlp(let spoken, let host, let port, let isSecure, let path, let pathIsFinal) = destination
    else { throw .configuration("target \(name): one signal's endpoint is no network endpoint") }
    let wire: WireProtocol = spoken == .grpc ? .grpc : .http
    do {
      let options = ClientTLSOptions(
        caFile: tls.caFile, certFile: tls.certFile, keyFile: tls.keyFile, serverName: tls.serverName)
      return TargetEndpoint(
        protocol: wire, host: host, port: port,
        tls: isSecure ? try ClientTLS(options, host: host, protocol: wire) : nil,
        path: path, pathIsFinal: pathIsFinal,
        headers: try headers.map { try TargetHeader(name: $0.name, value: $0.value.revealed) },
        userAgent: userAgent)
    } catch {
      throw .configuration("target \(name): \(error)")
    }
  }
}

extension Signal {
  init(_ name: GatewayConfiguration.SignalName) {
    self =
      switch name {
      case .traces: .traces
      case .metrics: .metrics
      case .logs: .logs
      }
  }
}

extension ContentEncoding {
  init(_ compression: GatewayConfiguration.Compression) {
    self =
      switch compression {
      case .gzip: .gzip
      case .zstd: .zstd
      case .none: .identity
      }
  }
}
