import Configuration
import Testing

@testable import Gateway

@Suite("Where the span of an execution goes")
struct SpanRouteTests {
  private typealias Destination = GatewayConfiguration.Destination

  private func destination(
    _ configuration: GatewayConfiguration = GatewayConfiguration(), _ endpoint: String? = nil
  ) throws -> GatewayConfiguration.Destination {
    try SpanRoute.target(configuration, endpoint: endpoint, environment: [:]).destination
  }

  @Test(
    "An endpoint",
    arguments: [
      (
        "http://a:1",
        .otlp(protocol: .httpProtobuf, host: "a", port: 1, tls: false, path: "", pathIsFinal: false)
      ),
      (
        "https://a/x",
        .otlp(protocol: .httpProtobuf, host: "a", port: 443, tls: true, path: "/x", pathIsFinal: false)
      ),
      (
        "http://a/v1/traces",
        .otlp(protocol: .httpProtobuf, host: "a", port: 80, tls: false, path: "/v1/traces", pathIsFinal: true)
      ),
      (
        "grpc://[::1]",
        .otlp(protocol: .grpc, host: "::1", port: 4317, tls: false, path: "", pathIsFinal: false)
      ),
      ("grpcs://a:1", .otlp(protocol: .grpc, host: "a", port: 1, tls: true, path: "", pathIsFinal: false)),
    ] as [(String, GatewayConfiguration.Destination)])
  func endpoint(text: String, expected: GatewayConfiguration.Destination) throws {
    #expect(try destination(GatewayConfiguration(), text) == expected)
  }

  @Test(
    "What is no address on a network",
    arguments: ["", "a:1", "file:///x", "console:", "http://u:p@a", "ftp://a"])
  func noEndpoint(text: String) {
    #expect(throws: SpanSendingError.self) { try destination(GatewayConfiguration(), text) }
  }

  @Test(
    "A receiver, on loopback where it is everywhere",
    arguments: [
      ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("10.0.0.7", "10.0.0.7"),
    ])
  func receiver(host: String, reached: String) throws {
    var configuration = GatewayConfiguration()
    configuration.receivers.httpListen = .init(host: host, port: 9)
    #expect(
      try destination(configuration)
        == .otlp(protocol: .httpProtobuf, host: reached, port: 9, tls: false, path: "", pathIsFinal: false))
  }

  @Test("Plain text before TLS, HTTP before gRPC, a port that is known")
  func choice() throws {
    var configuration = GatewayConfiguration()
    configuration.receivers.httpTLS.certFile = "cert.pem"
    configuration.receivers.httpListen.host = "0.0.0.0"
    #expect(
      try destination(configuration)
        == .otlp(protocol: .grpc, host: "127.0.0.1", port: 4317, tls: false, path: "", pathIsFinal: false))
    configuration.receivers.grpcListen.port = 0
    #expect(
      try destination(configuration)
        == .otlp(
          protocol: .httpProtobuf, host: "localhost", port: 4318, tls: true, path: "", pathIsFinal: false))
    configuration.receivers.httpListen.port = 0
    #expect(throws: SpanSendingError.noReceiver) { try destination(configuration) }
  }

  @Test("Headers and files are those of the target at the same address, and nobody else's")
  func target() throws {
    var known = GatewayConfiguration.Target(
      destination: .otlp(
        protocol: .httpProtobuf, host: "a", port: 443, tls: true, path: "/in", pathIsFinal: false))
    known.headers = [.init(name: "key", value: .init("secret"))]
    known.tls.caFile = "ca.pem"
    var configuration = GatewayConfiguration()
    configuration.targets = ["x": known]
    let same = try SpanRoute.target(configuration, endpoint: "https://A:443", environment: [:])
    #expect(same.headers.map(\.name) == ["key"])
    #expect(same.tls.caFile == "ca.pem")
    #expect(same.destination == known.destination)
    let elsewhere = try SpanRoute.target(configuration, endpoint: "https://a/out", environment: [:])
    #expect(
      elsewhere.destination
        == .otlp(protocol: .httpProtobuf, host: "a", port: 443, tls: true, path: "/out", pathIsFinal: false))
    let environment = ["OTEL_EXPORTER_OTLP_CERTIFICATE": "other.pem", "OTEL_EXPORTER_OTLP_CLIENT_KEY": ""]
    for endpoint in ["https://a:444", "https://b", "http://a:443", "grpcs://a:443"] {
      let other = try SpanRoute.target(configuration, endpoint: endpoint, environment: environment)
      #expect(other.headers.isEmpty)
      #expect(other.tls.caFile == "other.pem")
      #expect(other.tls.keyFile == nil)
    }
  }
}
