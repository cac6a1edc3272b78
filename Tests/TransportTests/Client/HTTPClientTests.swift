import NIOCore
import NIOHTTP1
import NIOPosix
import TelemetryEngine
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct HTTPClientTests {
  @Test func sendsWhatTheProtocolAsksFor() async throws {
    let server = try await ScriptedHTTPServer { _ in .respond() }
    let client = try await ClientOnLoop(
      server.endpoint(headers: [TargetHeader(name: "Authorization", value: "Bearer t0ken")]))
    #expect(try await client.send(.small(.metrics, body: "packed", encoding: .gzip)) == .accepted(.success))
    let request = try #require(server.requests.first)
    #expect(request.head.method == .POST)
    #expect(request.head.uri == "/v1/metrics")
    #expect(String(buffer: request.body) == "packed")
    let expected = [
      "authorization": "Bearer t0ken", "content-encoding": "gzip", "content-length": "6",
      "content-type": "application/x-protobuf", "host": "127.0.0.1:\(server.port)",
      "user-agent": "gw/1",
    ]
    for (name, value) in expected { #expect(request.head.headers[name] == [value], "\(name)") }
    #expect(request.head.headers.count == expected.count)
    #expect(try await client.counters.bytesSent == 6)
    try await client.close()
  }

  @Test func jsonAndUnpackedBodiesAreNamedAsSuch() async throws {
    let server = try await ScriptedHTTPServer { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    _ = try await client.send(.small(contentType: .json))
    let headers = try #require(server.requests.first?.head.headers)
    #expect(headers["content-type"] == ["application/json"])
    #expect(!headers.contains(name: "content-encoding"))
    try await client.close()
  }

  @Test(arguments: [
    ("", false, "/v1/logs"), ("/", false, "/v1/logs"), ("/a", false, "/a/v1/logs"),
    ("/a/b/", false, "/a/b/v1/logs"), ("/a?key=1", false, "/a/v1/logs?key=1"),
    ("?key=1", false, "/v1/logs?key=1"),
    ("", true, "/"), ("/ingest", true, "/ingest"), ("/ingest/?a=b", true, "/ingest/?a=b"),
    ("?a=b", true, "/?a=b"),
  ])
  func thePathFollowsTheEndpointRules(path: String, isFinal: Bool, expected: String) async throws {
    let server = try await ScriptedHTTPServer { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint(path: path, pathIsFinal: isFinal))
    _ = try await client.send(.small(.logs))
    #expect(server.requests.first?.head.uri == expected)
    try await client.close()
  }

  @Test func aConnectionIsUsedAgain() async throws {
    let server = try await ScriptedHTTPServer { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    for _ in 0..<3 { #expect(try await client.send() == .accepted(.success)) }
    #expect(server.connections == 1)
    #expect(try await client.counters == counters(connects: 1, bytesSent: 12))
    try await client.close()
  }

  @Test func aConnectionThatThePeerEndsIsReplaced() async throws {
    let server = try await ScriptedHTTPServer { _ in .respond(.ok, [("connection", "close")]) }
    let client = try await ClientOnLoop(server.endpoint())
    for _ in 0..<3 { #expect(try await client.send() == .accepted(.success)) }
    #expect(server.connections == 3)
    try await client.close()
  }

  @Test func aStaleConnectionIsRetriedOnceOnAFreshOne() async throws {
    let server = try await ScriptedHTTPServer { $0.number == 1 ? .respond() : .closeWithoutAnswer }
    let client = try await ClientOnLoop(server.endpoint())
    for _ in 0..<3 { #expect(try await client.send() == .accepted(.success)) }
    #expect(server.connections == 3)
    try await client.close()
  }

  @Test func aFreshConnectionThatIsClosedIsNotRetried() async throws {
    let server = try await ScriptedHTTPServer { _ in .closeWithoutAnswer }
    let client = try await ClientOnLoop(server.endpoint())
    #expect(try await client.send().unansweredReason?.contains("closed before the answer") == true)
    #expect(server.requests.count == 1)
    try await client.close()
  }

  @Test func requestsBeyondTheConnectionsWaitTheirTurn() async throws {
    let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
    let server = try await ScriptedHTTPServer { _ in .respondAfter(gate.futureResult) }
    let client = try await ClientOnLoop(server.endpoint(maxConnections: 3))
    let outcomes = (0..<8).map { _ in client.begin() }
    #expect(try await client.onLoop { $0.hasCapacity } == false)
    gate.succeed()
    for outcome in outcomes { #expect(try await outcome.get() == .accepted(.success)) }
    #expect(server.requests.count == 8)
    #expect(server.connections <= 3)
    #expect(try await client.onLoop { $0.hasCapacity } == true)
    try await client.close()
  }

  @Test func tooManyWaitingRequestsEndUnanswered() async throws {
    let server = try await ScriptedHTTPServer { _ in .keepSilent }
    let client = try await ClientOnLoop(server.endpoint(maxConnections: 1))
    let outcomes = (0..<66).map { _ in client.begin() }
    #expect(try await outcomes[65].get().unansweredReason?.contains("wait for") == true)
    try await client.close()
    for outcome in outcomes.prefix(65) {
      #expect(try await outcome.get() == .unanswered(reason: "the client is closed"))
    }
  }

  @Test func aSilentServerTimesOutTheRequest() async throws {
    let server = try await ScriptedHTTPServer {
      $0.connection == 1 && $0.number == 2 ? .keepSilent : .respond()
    }
    let client = try await ClientOnLoop(server.endpoint())
    #expect(try await client.send() == .accepted(.success))
    let reason = try await client.send(.small(timeout: .milliseconds(50))).unansweredReason
    #expect(reason == "timed out after 50 ms waiting for the answer of 127.0.0.1:\(server.port)")
    #expect(try await client.send() == .accepted(.success))
    try await client.close()
  }

  @Test func aRefusedConnectionIsUnanswered() async throws {
    let server = try await ScriptedHTTPServer { _ in .respond() }
    let endpoint = try server.endpoint()
    try await server.close()
    let client = try await ClientOnLoop(endpoint)
    let reason = try await client.send().unansweredReason
    #expect(reason == "cannot connect to 127.0.0.1:\(endpoint.port): Connection refused")
    #expect(try await client.counters == counters(connectFailures: 1))
    try await client.close()
  }

  @Test func shutdownLetsRequestsUnderWayEnd() async throws {
    let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
    let server = try await ScriptedHTTPServer { _ in .respondAfter(gate.futureResult) }
    let client = try await ClientOnLoop(server.endpoint())
    let underWay = client.begin()
    _ = try await client.onLoop { $0.shutdown() }
    #expect(try await client.send() == .unanswered(reason: "the client is shut down"))
    gate.succeed()
    #expect(try await underWay.get() == .accepted(.success))
    try await client.close()
  }

  private func counters(connects: Int = 0, connectFailures: Int = 0, bytesSent: Int = 0) -> ClientCounters {
    var counters = ClientCounters()
    counters.connects = connects
    counters.connectFailures = connectFailures
    counters.bytesSent = bytesSent
    return counters
  }
}

extension ScriptedHTTPServer {
  func endpoint(
    tls: ClientTLS? = nil, host: String = "127.0.0.1", path: String = "", pathIsFinal: Bool = false,
    headers: [TargetHeader] = [], maxConnections: Int = 4
  ) throws -> TargetEndpoint {
    TargetEndpoint(
      protocol: .http, host: host, port: port, tls: tls, path: path, pathIsFinal: pathIsFinal,
      headers: headers, maxConnections: maxConnections, userAgent: "gw/1")
  }
}
