import NIOCore
import NIOPosix
import TelemetryEngine
import Testing
import Transport

/// The receivers over TLS, asked by the clients.
@Suite(.timeLimit(.minutes(1))) struct ServerTLSTests {
  private let certificates: TestCertificates

  init() throws { certificates = try TestCertificates.shared.get() }

  private func options(clientCAFile: String? = nil) -> ServerTLSOptions {
    ServerTLSOptions(
      certFile: certificates.path("server.pem"), keyFile: certificates.path("server.key"),
      clientCAFile: clientCAFile.map(certificates.path))
  }

  /// Sends one request over each protocol to the listener meant for HTTP.
  private func outcomes(of options: ServerTLSOptions, identity: String? = nil) async throws -> [ExportOutcome]
  {
    let tls = try ServerTLS(options)
    var serverOptions = OTLPServerOptions()
    serverOptions.grpc = .init(host: "127.0.0.1", port: 0)
    serverOptions.http = .init(host: "127.0.0.1", port: 0) { tls.makeHandler() }
    let group = MultiThreadedEventLoopGroup.singleton
    let server = OTLPServer(options: serverOptions, acceptor: group.next(), loops: group) { _ in
      AcceptingHandler()
    }
    let port = try #require(try await server.start().http.port)
    var outcomes: [ExportOutcome] = []
    for wireProtocol in [WireProtocol.grpc, .http] {
      let tls = try ClientTLS(
        ClientTLSOptions(
          caFile: certificates.path("ca.pem"), certFile: identity.map { certificates.path("\($0).pem") },
          keyFile: identity.map { certificates.path("\($0).key") }),
        host: "localhost", protocol: wireProtocol)
      let client = try await ClientOnLoop(
        TargetEndpoint(protocol: wireProtocol, host: "localhost", port: port, tls: tls, userAgent: "gw/1"))
      outcomes.append(try await client.send(.small(body: "")))
      try await client.close()
    }
    await server.close()
    return outcomes
  }

  @Test func bothProtocolsAreServedOnOnePort() async throws {
    #expect(try await outcomes(of: options()) == [.accepted(.success), .accepted(.success)])
  }

  @Test func aClientCertificateCanBeRequired() async throws {
    let options = options(clientCAFile: "ca.pem")
    #expect(
      try await outcomes(of: options, identity: "client") == [.accepted(.success), .accepted(.success)])
    for outcome in try await outcomes(of: options) { #expect(outcome.unansweredReason != nil) }
  }

  @Test(arguments: [
    ("absent.pem", "server.key", TLSOptionsError.Setting.certFile), ("server.pem", "empty.pem", .keyFile),
    ("server.pem", "client.key", .keyFile),
  ])
  func aFileThatCannotBeUsedIsNamed(certFile: String, keyFile: String, setting: TLSOptionsError.Setting) {
    let error = #expect(throws: TLSOptionsError.self) {
      try ServerTLS(
        ServerTLSOptions(certFile: certificates.path(certFile), keyFile: certificates.path(keyFile)))
    }
    #expect(error?.setting == setting)
  }
}

private final class AcceptingHandler: ExportHandler {
  func export(_ signal: Signal, body: ByteBuffer, peer: PeerInfo) -> ExportReply { .accepted }
  func refusedBeforeExport(
    _ signal: Signal?, peer: PeerInfo, reason: RefusalReason, code: ExportRefusal.Status?
  ) {}
}
