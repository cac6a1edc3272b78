import NIOCore
import TelemetryEngine
import Testing
import Transport

/// How an HTTP/2 connection ends when nobody did wrong: in two steps, with time to finish.
@Suite struct GoAwayTests {
  private func call(over connection: inout RawConnection) async throws {
    var request = FrameWriter()
    request.grpcHeaders(stream: 1)
    request.data(stream: 1, [0, 0, 0, 0, 0], ends: true)
    try await connection.send(request.bytes)
    _ = try await connection.frames { $0.type == 1 && $0.flags & 1 == 1 }
  }

  /// Acknowledges the server's PING and returns the last stream of each GOAWAY up to the end.
  private func goAways(over connection: inout RawConnection) async throws -> [UInt32] {
    let announced = try await connection.frames { $0.type == 7 }
    var acknowledgement = FrameWriter(isFirst: false)
    acknowledgement.ping(isAcknowledgement: true)
    try await connection.send(acknowledgement.bytes)
    let rest = try await connection.frames()
    return (announced + rest).filter { $0.type == 7 }.map { frame in
      frame.payload.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  @Test func aStoppingServerSaysSoAndWaits() async throws {
    try await TestServer.run { server in
      let last = try await RawConnection.open(to: server.addresses.grpc) { connection in
        try await call(over: &connection)
        async let drained: Void = server.server.drain(within: .seconds(20))
        let last = try await goAways(over: &connection)
        await drained
        return last
      }
      #expect(last == [0x7fff_ffff, 1])
      #expect(await server.counters().connectionsClosed == [.drained: 1])
    }
  }

  @Test func anOldConnectionIsAskedToGo() async throws {
    let adjust = { (options: inout OTLPServerOptions) in
      options.maxConnectionAge = .milliseconds(20)
      options.requestTimeout = .seconds(4)
    }
    try await TestServer.run(adjust) { server in
      let last = try await RawConnection.open(to: server.addresses.grpc) { connection in
        try await call(over: &connection)
        return try await goAways(over: &connection)
      }
      #expect(last == [0x7fff_ffff, 1])
    }
  }
}
