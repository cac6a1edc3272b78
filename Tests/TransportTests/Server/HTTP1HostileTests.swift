import NIOCore
import TelemetryEngine
import Testing
import Transport

/// HTTP/1.1 clients that are broken, slow or gone.
@Suite struct HTTP1HostileTests {
  private let post = "POST /v1/logs HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\n"

  @Test(arguments: [
    ("no HTTP", "hello\r\n\r\n", 400), ("TLS", "\u{16}\u{3}\u{1}\u{2}\r\n\r\n", 400),
    ("negative length", "POST /v1/logs HTTP/1.1\r\ncontent-length: -1\r\n\r\n", 400),
    ("two lengths", "POST /v1/logs HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n", 400),
    ("a large field", "GET / HTTP/1.1\r\nx: \(String(repeating: "a", count: 20_000))\r\n\r\n", 431),
    ("many fields", "GET / HTTP/1.1\r\n\(String(repeating: "x: y\r\n", count: 200))\r\n", 431),
    ("a large target", "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\n\r\n", 431),
  ])
  func whatDoesNotParseIsAnsweredAndCounted(name: String, text: String, status: Int) async throws {
    try await TestServer.run { server in
      let response = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(text)
        let response = try await connection.response()
        try await connection.receiveToEnd()
        return response
      }
      #expect(response.status == status)
      #expect(response.fields["connection"] == "close")
      await server.server.drain(within: .seconds(5))
      let counters = await server.counters()
      #expect(counters.protocolErrors == [.http1: 1])
      #expect(counters.connectionsOpen == 0)
    }
  }

  @Test func aClientThatLeavesWithinItsBodyIsCounted() async throws {
    try await TestServer.run { server in
      try await RawConnection.open(to: server.addresses.http) { connection in
        // The continue proves that the head was handled before the client leaves.
        try await connection.send(post + "expect: 100-continue\r\ncontent-length: 100\r\n\r\n")
        _ = try await connection.response()
        try await connection.send("only this")
      }
      await server.server.drain(within: .seconds(5))
      #expect(server.recorder.exports.isEmpty)
      #expect(
        server.recorder.refusals == [
          .init(signal: .logs, transport: .http, reason: .disconnected, code: nil)
        ])
      #expect(await server.counters().bufferedBytes == 0)
    }
  }

  @Test(arguments: [
    "POST /v1/lo",
    "POST /v1/logs HTTP/1.1\r\ncontent-type: application/x-protobuf\r\ncontent-length: 9\r\n\r\nab",
  ])
  func aRequestThatTakesTooLongIsEnded(text: String) async throws {
    try await TestServer.run({ $0.requestTimeout = .seconds(1) }) { server in
      let status = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(text)
        let status = try await connection.response().status
        try await connection.receiveToEnd()
        return status
      }
      #expect(status == 408)
      #expect(server.recorder.refusals.map(\.reason) == [.timeout])
    }
  }

  @Test func aConnectionThatSendsNothingIsClosed() async throws {
    try await TestServer.run({ $0.requestTimeout = .seconds(1) }) { server in
      try await RawConnection.open(to: server.addresses.http) { try await $0.receiveToEnd() }
      await server.server.drain(within: .seconds(5))
      #expect(await server.counters().connectionsClosed == [.idle: 1])
    }
  }

  @Test(arguments: [ConnectionLedger.Refusal.connections, .connectionsPerAddress])
  func connectionsPastTheLimitAreClosed(limit: ConnectionLedger.Refusal) async throws {
    let adjust = { (options: inout OTLPServerOptions) in
      if limit == .connections { options.maxConnections = 1 } else { options.maxConnectionsPerAddress = 1 }
    }
    try await TestServer.run(adjust) { server in
      try await RawConnection.open(to: server.addresses.http) { first in
        #expect(try await first.post(body: [1]).status == 200)
        // The limit is one for both listeners.
        try await RawConnection.open(to: server.addresses.grpc) { try await $0.receiveToEnd() }
        #expect(try await first.post(body: [1]).status == 200)
      }
      #expect(await server.server.acceptCounters().refused == [limit: 1])
    }
  }

  @Test func aStoppingServerFinishesTheOpenRequest() async throws {
    try await TestServer.run { server in
      let (response, rest) = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(post + "expect: 100-continue\r\ncontent-length: 2\r\n\r\n")
        _ = try await connection.response()
        async let drained: Void = server.server.drain(within: .seconds(20))
        try await connection.send("ab")
        let response = try await connection.response()
        await drained
        try await connection.receiveToEnd()
        return (response, connection.received.readableBytes)
      }
      #expect(response.status == 200)
      #expect(rest == 0)
    }
  }
}
