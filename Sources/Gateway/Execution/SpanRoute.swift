internal import Configuration

/// Where the span of an execution goes: a target for traces alone.
enum SpanRoute {
  private typealias Model = GatewayConfiguration

  /// The endpoint of the command line, else a receiver of the gateway that the configuration is for.
  ///
  /// - Parameters:
  ///   - configuration: A target of it at the same address gives an endpoint its headers, TLS files and compression.
  ///   - endpoint: As it was written; nil for the gateway.
  ///   - environment: Names the certificates for any other address that speaks TLS, as for SDKs.
  /// - Returns: A target that is good for traces.
  /// - Throws: `SpanSendingError` if the endpoint is none, or the receivers' ports are not known.
  static func target(
    _ configuration: GatewayConfiguration, endpoint: String?, environment: [String: String]
  ) throws(SpanSendingError) -> GatewayConfiguration.Target {
    guard let endpoint else {
      return target(try receiver(configuration.receivers), environment)
    }
    let destination = try destination(endpoint)
    for (_, known) in configuration.targets.sorted(by: { $0.key < $1.key }) {
      let override = known.perSignal[.traces]
      guard known.signals.contains(.traces),
        isSameAddress(override?.destination ?? known.destination, destination)
      else { continue }
      var target = Model.Target(
        destination: merged(override?.destination ?? known.destination, destination))
      target.headers = override?.headers ?? known.headers
      target.tls = override?.tls ?? known.tls
      target.compression = override?.compression ?? known.compression
      return target
    }
    return target(destination, environment)
  }

  private static func target(
    _ destination: GatewayConfiguration.Destination, _ environment: [String: String]
  ) -> GatewayConfiguration.Target {
    func file(_ option: String) -> String? {
      ["OTEL_EXPORTER_OTLP_TRACES_\(option)", "OTEL_EXPORTER_OTLP_\(option)"].lazy
        .compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    var target = Model.Target(destination: destination)
    target.compression = .none
    target.tls.caFile = file("CERTIFICATE")
    target.tls.certFile = file("CLIENT_CERTIFICATE")
    target.tls.keyFile = file("CLIENT_KEY")
    return target
  }

  /// HTTP before gRPC, plain text before TLS, for which a certificate may have to be named.
  private static func receiver(
    _ receivers: GatewayConfiguration.Receivers
  ) throws(SpanSendingError) -> GatewayConfiguration.Destination {
    let all: [(Model.TargetProtocol, Model.ListenAddress, isTLS: Bool)] = [
      (.httpProtobuf, receivers.httpListen, receivers.httpTLS.certFile != nil),
      (.grpc, receivers.grpcListen, receivers.grpcTLS.certFile != nil),
    ].filter { $0.1.port != 0 }
    guard let (transport, listen, isTLS) = all.first(where: { !$0.isTLS }) ?? all.first else {
      throw .noReceiver
    }
    return .otlp(
      protocol: transport, host: reachable(listen.host, isTLS: isTLS), port: listen.port, tls: isTLS,
      path: "",
      pathIsFinal: false)
  }

  /// What listens at every address is also at the loopback one; a certificate rather holds the name.
  private static func reachable(_ host: String, isTLS: Bool) -> String {
    switch host {
    case "0.0.0.0": isTLS ? "localhost" : "127.0.0.1"
    case "::": isTLS ? "localhost" : "::1"
    default: host
    }
  }

  private static func destination(
    _ text: String
  ) throws(SpanSendingError) -> GatewayConfiguration.Destination {
    let endpoint: Endpoint
    do {
      endpoint = try ValueType<Endpoint>.endpoint.decode(ScalarText(text))
    } catch {
      throw .endpoint(error.hint)
    }
    switch endpoint.scheme {
    case .http, .https:
      return .otlp(
        protocol: .httpProtobuf, host: endpoint.host, port: endpoint.port, tls: endpoint.scheme == .https,
        path: endpoint.path, pathIsFinal: endpoint.path.hasSuffix("/v1/traces"))
    case .grpc, .grpcs:
      return .otlp(
        protocol: .grpc, host: endpoint.host, port: endpoint.port, tls: endpoint.scheme == .grpcs, path: "",
        pathIsFinal: false)
    case .file, .console, .discard: throw .endpoint("it is no address on a network")
    }
  }

  /// A target's destination, with the path that was asked for if one was.
  private static func merged(
    _ known: GatewayConfiguration.Destination, _ asked: GatewayConfiguration.Destination
  ) -> GatewayConfiguration.Destination {
    guard case .otlp(let transport, let host, let port, let tls, _, _) = known,
      case .otlp(_, _, _, _, let path, let isFinal) = asked, !["", "/"].contains(path)
    else { return known }
    return .otlp(protocol: transport, host: host, port: port, tls: tls, path: path, pathIsFinal: isFinal)
  }

  private static func isSameAddress(
    _ left: GatewayConfiguration.Destination, _ right: GatewayConfiguration.Destination
  ) -> Bool {
    guard case .otlp(let leftProtocol, let leftHost, let leftPort, let leftTLS, _, _) = left,
      case .otlp(let rightProtocol, let rightHost, let rightPort, let rightTLS, _, _) = right
    else { return false }
    return (leftProtocol == .grpc) == (rightProtocol == .grpc) && leftHost == rightHost
      && leftPort == rightPort
      && leftTLS == rightTLS
  }
}
