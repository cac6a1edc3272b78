/// 4317 and 4318 with the protocol of the other.
enum ProtocolPort {
  static let page = RulePage(
    .protocolPort, "protocol-port", .warning, "4317 with an HTTP protocol, or 4318 with gRPC.",
    """
    By convention collectors receive OTLP/gRPC at 4317 and OTLP/HTTP at 4318, and each refuses the other. An endpoint \
    with `http://` or `https://` is OTLP/HTTP unless `protocol: grpc` says otherwise. Write `grpc://` or `grpcs://` \
    for 4317, or take 4318. The receivers of this gateway are checked in the same way.
    """,
    wrong: #"targets: { default: { endpoint: "https://collector.internal:4317" } }"#,
    right: #"targets: { default: { endpoint: "grpcs://collector.internal:4317" } }"#)
}

extension ProtocolPort {
  static let rule = ProfileRule(.protocolPort) { profile in
    profile.endpoints.compactMap(target) + receivers(profile)
  }

  private static func target(_ endpoint: PlacedEndpoint) -> Diagnostic? {
    guard endpoint.endpoint.isNetwork, let transport = endpoint.transport else { return nil }
    let isHTTP = endpoint.endpoint.scheme == .http || endpoint.endpoint.scheme == .https
    switch (endpoint.endpoint.port, transport) {
    case (4317, .httpProtobuf) where isHTTP, (4317, .httpJSON) where isHTTP:
      return finding(
        endpoint, "is port 4317, where collectors expect gRPC, with `\(transport.rawValue)`", "grpc")
    case (4318, .grpc):
      return finding(endpoint, "is port 4318, where collectors expect HTTP, with `grpc`", "http")
    default: return nil
    }
  }

  private static func finding(_ endpoint: PlacedEndpoint, _ problem: String, _ scheme: String) -> Diagnostic {
    let scheme = endpoint.endpoint.isTLS ? scheme + "s" : scheme
    return Diagnostic(
      .protocolPort, "`\(endpoint.path)` \(problem); take `\(scheme)://` or the other port", at: endpoint)
  }

  private static func receivers(_ profile: ResolvedProfile) -> [Diagnostic] {
    let grpc = profile.placed("receivers.otlp.grpc.listen", \.receivers.grpcListen)
    let http = profile.placed("receivers.otlp.http.listen", \.receivers.httpListen)
    return [
      grpc.flatMap { $0.value.port == 4318 ? receiver($0, "gRPC", "HTTP") : nil },
      http.flatMap { $0.value.port == 4317 ? receiver($0, "HTTP", "gRPC") : nil },
    ].compactMap { $0 }
  }

  private static func receiver(
    _ listen: Placed<GatewayConfiguration.ListenAddress>, _ own: String, _ other: String
  ) -> Diagnostic {
    Diagnostic(
      .protocolPort,
      "`\(listen.path)` receives \(own) at port \(listen.value.port), where programs expect \(other)",
      at: listen)
  }
}
