import NIOCore
import TelemetryEngine
import Testing
import Transport

/// HTTP/2 clients that are broken, slow, gone or out for harm, in hand-made frames.
@Suite struct HTTP2HostileTests {
  private static let calm = HTTP2ErrorCode.enhanceYourCalm.rawValue

  struct Flood: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var violation: HTTP2Violation
    var write: @Sendable (inout FrameWriter) -> Void
  }

  static let floods = [
    Flood(testDescription: "PING", violation: .pings) { frames in
      for _ in 0..<2000 { frames.ping() }
    },
    Flood(testDescription: "SETTINGS", violation: .settings) { frames in
      for _ in 0..<500 { frames.frame(type: 4, stream: 0, []) }
    },
    Flood(testDescription: "rapid reset", violation: .resetsReceived) { frames in
      for stream in 0..<UInt32(400) {
        frames.grpcHeaders(stream: 2 * stream + 1)
        frames.reset(stream: 2 * stream + 1)
      }
    },
    Flood(testDescription: "made to reset", violation: .resetsSent) { frames in
      for stream in 0..<UInt32(400) {
        frames.grpcHeaders(stream: 2 * stream + 1)
        frames.frame(type: 8, stream: 2 * stream + 1, [0x7f, 0xff, 0xff, 0xff])
      }
    },
    Flood(testDescription: "empty DATA", violation: .emptyData) { frames in
      frames.grpcHeaders(stream: 1)
      for _ in 0..<500 { frames.data(stream: 1, []) }
    },
    Flood(testDescription: "padding only", violation: .emptyData) { frames in
      frames.grpcHeaders(stream: 1)
      for _ in 0..<500 { frames.frame(type: 0, flags: 8, stream: 1, [3, 0, 0, 0]) }
    },
    Flood(testDescription: "WINDOW_UPDATE", violation: .windowUpdates) { frames in
      for _ in 0..<2000 { frames.frame(type: 8, stream: 0, [0, 0, 0, 1]) }
    },
    Flood(testDescription: "endless CONTINUATION", violation: .headerBlock) { frames in
      // One field "x" whose value claims 60,000 bytes.
      frames.frame(type: 1, stream: 1, [0, 1, 0x78, 0x7f, 0xe1, 0xd3, 0x03])
      for _ in 0..<5 { frames.frame(type: 9, stream: 1, [UInt8](repeating: 0x61, count: 8000)) }
    },
  ]

  @Test(arguments: floods)
  func aFloodEndsTheConnection(_ flood: Flood) async throws {
    try await TestServer.run { server in
      let frames = try await RawConnection.open(to: server.addresses.grpc) { connection in
        var writer = FrameWriter()
        flood.write(&writer)
        try await connection.send(writer.bytes)
        return try await connection.frames()
      }
      #expect(frames.contains { $0.type == 7 && $0.errorCode == Self.calm })
      await server.server.drain(within: .seconds(5))
      let counters = await server.counters()
      #expect(counters.protocolErrors == [.http2(flood.violation): 1])
      #expect(counters.connectionsClosed == [.protocolError: 1])
      #expect(counters.bufferedBytes == 0)
      #expect(server.recorder.exports.isEmpty)
    }
  }

  @Test func usualPingsAreAnswered() async throws {
    try await TestServer.run { server in
      let pongs = try await RawConnection.open(to: server.addresses.grpc) { connection in
        var writer = FrameWriter()
        for _ in 0..<10 { writer.ping() }
        try await connection.send(writer.bytes)
        var pongs = 0
        while pongs < 10, let frame = try await connection.nextFrame() { pongs += frame.isPong ? 1 : 0 }
        return pongs
      }
      #expect(pongs == 10)
    }
  }

  @Test func oversizedHeadersEndTheStreamOnly() async throws {
    try await TestServer.run { server in
      let (large, usual) = try await RawConnection.open(to: server.addresses.grpc) { connection in
        let client = try HTTP2TestClient()
        let large = try await client.call(
          over: &connection,
          HTTP2TestClient.headers(
            Signal.traces.grpcPath, [("x", String(repeating: "a", count: 17_000))]),
          HTTP2TestClient.frame([1]))
        let usual = try await client.call(
          over: &connection, HTTP2TestClient.headers(Signal.traces.grpcPath), HTTP2TestClient.frame([1]))
        return (large, usual)
      }
      #expect(large.reset == .enhanceYourCalm)
      #expect(usual.grpcStatus == "0")
      #expect(server.recorder.refusals.map(\.reason) == [.headersTooLarge])
    }
  }

  @Test(arguments: [1, 5])
  func aLyingContentLengthResetsTheStream(length: Int) async throws {
    try await TestServer.run { server in
      let response = try await RawConnection.open(to: server.addresses.http) { connection in
        try await HTTP2TestClient().call(
          over: &connection,
          HTTP2TestClient.headers(
            "/v1/logs", type: "application/x-protobuf", [("content-length", String(length))]),
          [1, 2, 3])
      }
      #expect(response.reset == .protocolError)
      #expect(server.recorder.exports.isEmpty)
      #expect(server.recorder.refusals.map(\.reason) == [.malformed])
    }
  }

  @Test func aClientThatLeavesWithinItsMessageIsCounted() async throws {
    try await TestServer.run { server in
      try await RawConnection.open(to: server.addresses.grpc) { connection in
        var writer = FrameWriter()
        writer.grpcHeaders(stream: 1)
        writer.data(stream: 1, [0, 0, 0, 0, 9, 1, 2])
        writer.ping()
        try await connection.send(writer.bytes)
        _ = try await connection.frames(until: \.isPong)
      }
      await server.server.drain(within: .seconds(5))
      #expect(
        server.recorder.refusals == [
          .init(signal: .traces, transport: .grpc, reason: .disconnected, code: nil)
        ])
      #expect(await server.counters().bufferedBytes == 0)
    }
  }

  @Test func aRequestThatTakesTooLongIsAnsweredAndStopped() async throws {
    try await TestServer.run({ $0.requestTimeout = .seconds(1) }) { server in
      let frames = try await RawConnection.open(to: server.addresses.grpc) { connection in
        var writer = FrameWriter()
        writer.grpcHeaders(stream: 1)
        writer.data(stream: 1, [0, 0, 0, 0, 9, 1, 2])
        try await connection.send(writer.bytes)
        return try await connection.frames { $0.type == 3 }
      }
      #expect(frames.contains { $0.type == 1 && $0.stream == 1 && $0.flags & 1 == 1 })
      #expect(frames.last?.errorCode == HTTP2ErrorCode.noError.rawValue)
      #expect(
        server.recorder.refusals == [
          .init(signal: .traces, transport: .grpc, reason: .timeout, code: .grpc(.deadlineExceeded))
        ])
    }
  }

  @Test func headersThatNeverEndCloseTheConnection() async throws {
    try await TestServer.run({ $0.requestTimeout = .seconds(1) }) { server in
      _ = try await RawConnection.open(to: server.addresses.grpc) { connection in
        var writer = FrameWriter()
        writer.frame(type: 1, stream: 1, [])
        try await connection.send(writer.bytes)
        return try await connection.frames()
      }
      await server.server.drain(within: .seconds(5))
      #expect(await server.counters().connectionsClosed == [.requestTimeout: 1])
    }
  }

  @Test func bytesInFlightAreBounded() async throws {
    let adjust = { (options: inout OTLPServerOptions) in
      options.maxMessageSize = 1000
      options.maxBufferedBytes = 2100
    }
    try await TestServer.run(adjust) { server in
      try await RawConnection.open(to: server.addresses.grpc) { connection in
        var writer = FrameWriter()
        let most = [0, 0, 0, 3, 0xe8] + [UInt8](repeating: 1, count: 900)
        for stream in [1, 3, 5] as [UInt32] {
          writer.grpcHeaders(stream: stream)
          writer.data(stream: stream, most)
        }
        // Says how much will come, so it is refused before any of it does.
        writer.grpcHeaders(stream: 7, [("content-length", "905")])
        writer.data(stream: 1, [UInt8](repeating: 1, count: 100), ends: true)
        writer.grpcHeaders(stream: 9)
        writer.data(stream: 9, [0, 0, 0, 0, 0], ends: true)
        writer.ping()
        try await connection.send(writer.bytes)
        _ = try await connection.frames(until: \.isPong)
      }
      let refused = Recorder.Refused(
        signal: .traces, transport: .grpc, reason: .overloaded, code: .grpc(.unavailable))
      #expect(server.recorder.refusals.prefix(2) == [refused, refused])
      #expect(server.recorder.exports.map(\.body.readableBytes) == [1000, 0])
    }
  }

  @Test func whatIsNotHTTP2IsRefused() async throws {
    try await TestServer.run { server in
      _ = try await RawConnection.open(to: server.addresses.grpc) { connection in
        try await connection.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\n\r\n")
        return try await connection.frames()
      }
      await server.server.drain(within: .seconds(5))
      #expect(await server.counters().protocolErrors == [.http2(.connectionError): 1])
    }
  }
}
