import NIOCore
import Testing
import Transport

/// Listeners and limits that change while the server runs.
@Suite struct ListenerChangeTests {
  private func replaceHTTP(_ server: TestServer) async throws -> SocketAddress {
    let listener = try await server.server.open(.init(host: "127.0.0.1", port: 0))
    await server.server.replace(.http, with: listener)
    return listener.address
  }

  @Test func aConnectionOfAReplacedListenerIsAnsweredOnceMore() async throws {
    try await TestServer.run { server in
      try await RawConnection.open(to: server.addresses.http) { connection in
        #expect(try await connection.post().fields["connection"] == nil)
        let address = try await replaceHTTP(server)
        let last = try await connection.post()
        #expect((last.status, last.fields["connection"]) == (200, "close"))
        try await connection.receiveToEnd()
        let answer = try await RawConnection.open(to: address) { try await $0.post() }
        #expect(answer.fields["connection"] == nil)
      }
    }
  }

  @Test func oneThatSaidNothingYetMaySpeak() async throws {
    try await TestServer.run { server in
      try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send("POST /v1/tra")
        while await server.counters().connectionsHTTP1 == 0 { await Task.yield() }
        _ = try await replaceHTTP(server)
        try await connection.send(
          "ces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n")
        let answer = try await connection.response()
        #expect((answer.status, answer.fields["connection"]) == (200, "close"))
      }
    }
  }

  @Test func oneThatStaysSilentIsClosedInTheEnd() async throws {
    let adjust = { (options: inout OTLPServerOptions) in
      options.connectionGrace = .milliseconds(20)
      options.requestTimeout = .seconds(4)
    }
    try await TestServer.run(adjust) { server in
      try await RawConnection.open(to: server.addresses.http) { connection in
        _ = try await connection.post()
        _ = try await replaceHTTP(server)
        try await connection.receiveToEnd()
      }
      #expect(await server.counters().connectionsClosed == [.drained: 1])
    }
  }

  @Test func connectionsOfTheOtherListenerStay() async throws {
    try await TestServer.run { server in
      try await RawConnection.open(to: server.addresses.grpc) { connection in
        _ = try await connection.post()
        _ = try await replaceHTTP(server)
        #expect(try await connection.post().fields["connection"] == nil)
      }
    }
  }

  @Test func aSuspendedListenerComesBackWithItsConnections() async throws {
    try await TestServer.run { server in
      try await RawConnection.open(to: server.addresses.http) { connection in
        _ = try await connection.post()
        await server.server.suspend(.http)
        let other = try await server.server.open(
          .init(host: "127.0.0.1", port: try #require(server.addresses.http.port)))
        await other.close()
        try await server.server.resume(.http)
        #expect(try await connection.post().fields["connection"] == nil)
        let answer = try await RawConnection.open(to: server.addresses.http) { try await $0.post() }
        #expect(answer.status == 200)
      }
    }
  }

  @Test func aListenerIsClosedUntilItIsTakenIntoUse() async throws {
    try await TestServer.run { server in
      let waiting = try await server.server.open(.init(host: "127.0.0.1", port: 0))
      try await RawConnection.open(to: waiting.address) { connection in
        try await connection.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
        await server.server.replace(.http, with: waiting)
        #expect(try await connection.response().status == 404)
      }
    }
  }

  @Test func newLimitsHoldForTheNextRequest() async throws {
    try await TestServer.run { server in
      try await RawConnection.open(to: server.addresses.http) { connection in
        let body = [UInt8](repeating: 0, count: 5000)
        #expect(try await connection.post(body: body).status != 413)
        var options = OTLPServerOptions()
        options.maxMessageSize = 1000
        options.maxConnections = 1
        await server.server.configure(options)
        #expect(try await connection.post(body: body).status == 413)
        try await RawConnection.open(to: server.addresses.http) { connection in
          try await connection.receiveToEnd()
        }
        #expect(await server.server.acceptCounters().refused == [.connections: 1])
      }
    }
  }
}
