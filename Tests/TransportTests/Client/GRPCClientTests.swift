import NIOCore
import NIOPosix
import TelemetryEngine
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct GRPCClientTests {
  @Test func sendsWhatTheProtocolAsksFor() async throws {
    let server = try await ScriptedGRPCServer { _ in .respond() }
    let client = try await ClientOnLoop(
      server.endpoint(headers: [TargetHeader(name: "Authorization", value: "Bearer t0ken")]))
    #expect(try await client.send(.small(body: "packed", encoding: .gzip)) == .accepted(.success))
    let call = try #require(server.calls.first)
    #expect(call.body == ByteBuffer(bytes: [1, 0, 0, 0, 6] + Array("packed".utf8)))
    let expected = [
      ":authority": "127.0.0.1:\(server.port)", ":method": "POST",
      ":path": "/opentelemetry.proto.collector.trace.v1.TraceService/Export", ":scheme": "http",
      "authorization": "Bearer t0ken", "content-type": "application/grpc", "grpc-encoding": "gzip",
      "grpc-timeout": "30000000u", "te": "trailers", "user-agent": "gw/1",
    ]
    for (name, value) in expected { #expect(call.header(name) == value, "\(name)") }
    #expect(call.headers.count == expected.count)
    #expect(try await client.counters.bytesSent == 6)
    try await client.close()
  }

  @Test(arguments: [
    (Duration.milliseconds(1), "1000000n"), (.nanoseconds(99_999_999), "99999999n"),
    (.seconds(10), "10000000u"), (.seconds(99), "99000000u"), (.seconds(100), "100000m"),
    (.seconds(3600 * 24 * 2), "172800S"), (.seconds(Int64.max / 4), "99999999S"),
  ])
  func theTimeoutHasEightDigitsAtMost(timeout: Duration, expected: String) async throws {
    let server = try await ScriptedGRPCServer { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    // The shortest may pass before the answer is there, but not before the request is out.
    _ = try await client.send(.small(timeout: max(timeout, .milliseconds(1))))
    if let sent = server.calls.first?.header("grpc-timeout") { #expect(sent == expected) }
    try await client.close()
  }

  @Test func anUnpackedMessageHasNoEncoding() async throws {
    let server = try await ScriptedGRPCServer { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    _ = try await client.send(.small(.logs))
    let call = try #require(server.calls.first)
    #expect(call.header("grpc-encoding") == nil)
    #expect(call.header(":path") == "/opentelemetry.proto.collector.logs.v1.LogsService/Export")
    #expect(call.body == ByteBuffer(bytes: [0, 0, 0, 0, 4] + Array("body".utf8)))
    try await client.close()
  }

  @Test func callsShareOneConnection() async throws {
    let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
    let server = try await ScriptedGRPCServer { _ in .respondAfter(gate.futureResult) }
    let client = try await ClientOnLoop(server.endpoint())
    let outcomes = (0..<20).map { _ in client.begin() }
    gate.succeed()
    for outcome in outcomes { #expect(try await outcome.get() == .accepted(.success)) }
    #expect(server.connections == 1)
    #expect(try await client.counters.connects == 1)
    try await client.close()
  }

  @Test func thePeersConcurrencyIsKept() async throws {
    var configuration = HTTP2SessionConfiguration()
    configuration.maxConcurrentStreams = 2
    let server = try await ScriptedGRPCServer(configuration: configuration) { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    // The first call waits for the peer's settings to be known.
    #expect(try await client.send() == .accepted(.success))
    let outcomes = (0..<30).map { _ in client.begin() }
    for outcome in outcomes { #expect(try await outcome.get() == .accepted(.success)) }
    #expect(server.mostAtATime <= 2)
    try await client.close()
  }

  /// Larger than every window, so that it arrives by flow control.
  @Test func aLargeBodyArrivesWhole() async throws {
    var configuration = HTTP2SessionConfiguration()
    configuration.streamWindow = 100_000
    configuration.connectionWindow = 150_000
    let server = try await ScriptedGRPCServer(configuration: configuration) { _ in .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    var random = SeededRandom(seed: 1)
    var body = ByteBuffer()
    for _ in 0..<(1 << 17) { body.writeInteger(UInt64.random(in: .min ... .max, using: &random)) }
    let request = OutgoingRequest(
      signal: .traces, body: body, encoding: .identity, timeout: .seconds(30))
    #expect(try await client.send(request) == .accepted(.success))
    #expect(server.calls.first?.body.getSlice(at: 5, length: body.readableBytes) == body)
    try await client.close()
  }

  @Test func anEarlyAnswerStopsTheUpload() async throws {
    let server = try await ScriptedGRPCServer(reactsToHeaders: true) { _ in
      .headersOnly([(":status", "200"), ("content-type", "application/grpc"), ("grpc-status", "8")])
    }
    let client = try await ClientOnLoop(server.endpoint())
    let request = OutgoingRequest(
      signal: .traces, body: ByteBuffer(repeating: 0, count: 4 << 20), encoding: .identity,
      timeout: .seconds(30))
    #expect(
      try await client.send(request)
        == .refused(ExportRefusal(status: .grpc(.resourceExhausted), message: "")))
    try await client.close()
  }

  @Test func aTimeoutResetsTheStream() async throws {
    let server = try await ScriptedGRPCServer { $0.number == 2 ? .keepSilent : .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    #expect(try await client.send() == .accepted(.success))
    let reason = try await client.send(.small(timeout: .milliseconds(50))).unansweredReason
    #expect(reason == "timed out after 50 ms waiting for the answer of 127.0.0.1:\(server.port)")
    #expect(await server.firstReset() == .cancel)
    try await client.close()
  }

  @Test func aSilentConnectionGetsNoNewCalls() async throws {
    let server = try await ScriptedGRPCServer {
      $0.connection == 1 && $0.number > 1 ? .keepSilent : .respond()
    }
    let client = try await ClientOnLoop(server.endpoint())
    #expect(try await client.send() == .accepted(.success))
    #expect(try await client.send(.small(timeout: .milliseconds(50))).unansweredReason != nil)
    #expect(try await client.send() == .accepted(.success))
    #expect(server.connections == 2)
    try await client.close()
  }

  /// The first call is within the GOAWAY and ends on its connection, the second is left out of it.
  @Test func goAwayEndsOnlyTheCallsThatItLeavesOut() async throws {
    let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
    let server = try await ScriptedGRPCServer { call in
      guard call.connection == 1 else { return .respond() }
      return call.number == 1 ? .respondAfter(gate.futureResult) : .goAwayBefore
    }
    let client = try await ClientOnLoop(server.endpoint())
    let first = client.begin()
    let second = client.begin()
    #expect(
      try await second.get().unansweredReason
        == "127.0.0.1:\(server.port): the server is going away (NO_ERROR)")
    #expect(try await client.send() == .accepted(.success))
    #expect(server.connections == 2)
    gate.succeed()
    #expect(try await first.get() == .accepted(.success))
    try await client.close()
  }

  @Test func aLostConnectionLeavesItsCallsUnanswered() async throws {
    let server = try await ScriptedGRPCServer { call in
      guard call.connection == 1 else { return .respond() }
      return call.number == 3 ? .close : .keepSilent
    }
    let client = try await ClientOnLoop(server.endpoint())
    let outcomes = (0..<3).map { _ in client.begin() }
    for outcome in outcomes {
      // What was on its way to the server when it closed makes the system say that it was reset.
      let reason = try await outcome.get().unansweredReason ?? ""
      #expect(reason.contains("closed before the answer") || reason.contains("reset by peer"))
    }
    #expect(try await client.send() == .accepted(.success))
    #expect(try await client.counters.connects == 2)
    try await client.close()
  }

  @Test func aRefusedConnectionEndsAllThatWait() async throws {
    let server = try await ScriptedGRPCServer { _ in .respond() }
    let endpoint = try server.endpoint()
    try await server.close()
    let client = try await ClientOnLoop(endpoint)
    let outcomes = (0..<3).map { _ in client.begin() }
    for outcome in outcomes {
      let reason = try await outcome.get().unansweredReason
      #expect(reason == "cannot connect to 127.0.0.1:\(endpoint.port): Connection refused")
    }
    #expect(try await client.counters.connectFailures == 1)
    try await client.close()
  }

  @Test func shutdownLetsCallsUnderWayEnd() async throws {
    let gate = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Void.self)
    let server = try await ScriptedGRPCServer { _ in .respondAfter(gate.futureResult) }
    let client = try await ClientOnLoop(server.endpoint())
    let underWay = client.begin()
    _ = try await client.onLoop { $0.shutdown() }
    #expect(try await client.send() == .unanswered(reason: "the client is shut down"))
    gate.succeed()
    #expect(try await underWay.get() == .accepted(.success))
    try await client.close()
  }

  @Test func closingEndsEveryCall() async throws {
    let server = try await ScriptedGRPCServer { _ in .keepSilent }
    let client = try await ClientOnLoop(server.endpoint())
    let outcomes = (0..<120).map { _ in client.begin() }
    try await client.close()
    for outcome in outcomes { #expect(try await outcome.get().unansweredReason != nil) }
  }
}
