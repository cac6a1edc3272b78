import NIOHTTP1
import TelemetryEngine
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct ClientTLSTests {
  private let certificates: TestCertificates

  init() throws { certificates = try TestCertificates.shared.get() }

  private func tls(
    _ wireProtocol: WireProtocol, caFile: String? = "ca.pem", identity: String? = nil,
    serverName: String? = nil, host: String
  ) throws -> ClientTLS {
    try ClientTLS(
      ClientTLSOptions(
        caFile: caFile.map(certificates.path), certFile: identity.map { certificates.path("\($0).pem") },
        keyFile: identity.map { certificates.path("\($0).key") }, serverName: serverName),
      host: host, protocol: wireProtocol)
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func aTrustedServerOfTheRightNameIsUsed(host: String) async throws {
    let http = try await ScriptedHTTPServer(tls: certificates.server()) { _ in .respond() }
    let httpClient = try await ClientOnLoop(http.endpoint(tls: tls(.http, host: host), host: host))
    #expect(try await httpClient.send() == .accepted(.success))
    #expect(http.requests.first?.head.headers["host"] == ["\(host):\(http.port)"])
    try await httpClient.close()

    let grpc = try await ScriptedGRPCServer(tls: certificates.server(protocols: ["h2"])) { _ in .respond() }
    let grpcClient = try await ClientOnLoop(grpc.endpoint(tls: tls(.grpc, host: host), host: host))
    #expect(try await grpcClient.send() == .accepted(.success))
    #expect(grpc.calls.first?.header(":scheme") == "https")
    try await grpcClient.close()
  }

  @Test func theConfiguredNameIsCheckedInsteadOfTheHost() async throws {
    let server = try await ScriptedHTTPServer(tls: certificates.server("elsewhere")) { _ in .respond() }
    let tls = try tls(.http, serverName: "elsewhere.test", host: "127.0.0.1")
    let client = try await ClientOnLoop(server.endpoint(tls: tls))
    #expect(try await client.send() == .accepted(.success))
    try await client.close()
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func aCertificateForAnotherNameIsRefused(host: String) async throws {
    let server = try await ScriptedHTTPServer(tls: certificates.server("elsewhere")) { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint(tls: tls(.http, host: host), host: host))
    #expect(
      try await client.send().unansweredReason
        == "cannot connect to \(host):\(server.port): the server's certificate is for another name")
    #expect(server.requests.isEmpty)
    #expect(try await client.counters.connectFailures == 1)
    try await client.close()
  }

  @Test(arguments: ["other.pem", nil])
  func anUnknownAuthorityIsRefused(caFile: String?) async throws {
    let server = try await ScriptedGRPCServer(tls: certificates.server(protocols: ["h2"])) { _ in .respond() }
    let tls = try tls(.grpc, caFile: caFile, host: "localhost")
    let client = try await ClientOnLoop(server.endpoint(tls: tls, host: "localhost"))
    #expect(
      try await client.send().unansweredReason
        == "cannot connect to localhost:\(server.port): TLS handshake: "
        + "the server's certificate is not trusted")
    #expect(server.calls.isEmpty)
    try await client.close()
  }

  @Test func aClientCertificateIsShownWhenAskedFor() async throws {
    let context = try certificates.server(asksForClient: true)
    let server = try await ScriptedHTTPServer(tls: context) { _ in .respond() }
    let known = try await ClientOnLoop(
      server.endpoint(tls: tls(.http, identity: "client", host: "127.0.0.1")))
    #expect(try await known.send() == .accepted(.success))
    try await known.close()
    let unknown = try await ClientOnLoop(server.endpoint(tls: tls(.http, host: "127.0.0.1")))
    let reason = try #require(try await unknown.send().unansweredReason)
    #expect(reason.contains("CERTIFICATE_REQUIRED"), "\(reason)")
    try await unknown.close()
  }

  @Test func gRPCNeedsAServerThatOffersHTTP2() async throws {
    let server = try await ScriptedHTTPServer(tls: certificates.server()) { _ in .respond() }
    let endpoint = TargetEndpoint(
      protocol: .grpc, host: "127.0.0.1", port: server.port, tls: try tls(.grpc, host: "127.0.0.1"),
      userAgent: "gw/1")
    let client = try await ClientOnLoop(endpoint)
    #expect(try await client.send().unansweredReason?.contains("does not offer HTTP/2") == true)
    try await client.close()
  }

  @Test func aPlainServerIsNamedAsSuch() async throws {
    let server = try await ScriptedHTTPServer { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint(tls: tls(.http, host: "127.0.0.1")))
    let reason = try await client.send().unansweredReason
    #expect(reason?.hasPrefix("cannot connect to 127.0.0.1:\(server.port): TLS handshake: ") == true)
    try await client.close()
  }

  @Test(arguments: [
    (
      ClientTLSOptions(caFile: "absent.pem"), TLSOptionsError.Setting.caFile, "cannot be opened: No such file"
    ),
    (ClientTLSOptions(caFile: "nonsense.pem"), .caFile, "holds no certificate"),
    (ClientTLSOptions(caFile: "empty.pem"), .caFile, "is empty"),
    (ClientTLSOptions(certFile: "client.pem"), .certFile, "needs tls.key_file"),
    (ClientTLSOptions(keyFile: "client.key"), .keyFile, "needs tls.cert_file"),
    (ClientTLSOptions(certFile: "client.key", keyFile: "client.key"), .certFile, "holds no certificate"),
    (ClientTLSOptions(certFile: "client.pem", keyFile: "client.pem"), .keyFile, "holds no private key"),
    (ClientTLSOptions(certFile: "client.pem", keyFile: "server.key"), .keyFile, "is not the key of"),
    (ClientTLSOptions(serverName: "127.0.0.1"), .serverName, "must be a host name"),
  ])
  func aSettingThatCannotBeUsedIsNamed(
    options: ClientTLSOptions, setting: TLSOptionsError.Setting, problem: String
  ) throws {
    let options = ClientTLSOptions(
      caFile: options.caFile.map(certificates.path), certFile: options.certFile.map(certificates.path),
      keyFile: options.keyFile.map(certificates.path), serverName: options.serverName)
    let error = #expect(throws: TLSOptionsError.self) {
      try ClientTLS(options, host: "localhost", protocol: .http)
    }
    #expect(error?.setting == setting)
    #expect(error?.problem.hasPrefix(problem) == true)
    if let file = error?.file { #expect(error?.description.contains(file) == true) }
  }
}
