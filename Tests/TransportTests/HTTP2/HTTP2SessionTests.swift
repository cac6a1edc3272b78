import NIOCore
import TelemetryEngine
import Testing
import Transport

@Suite struct HTTP2SessionTests {
  private let request = HTTP2Headers([
    (":method", "POST"), (":scheme", "http"), (":path", "/p"), (":authority", "a"),
  ])
  private let bystander = RecordingPeer()
  private let response = HTTP2Headers([(":status", "200")])

  @Test func aUnaryCallGoesThereAndBack() throws {
    let pair = try SessionPair()
    pair.server.onEnd = { stream in
      pair.server.session?.submitResponse(
        streamID: stream, headers: response, body: HTTP2Body(ByteBuffer(string: "pong")),
        trailers: HTTP2Headers([("grpc-status", "0")]))
    }
    let stream = try #require(
      try pair.client.session?.submitRequest(
        headers: request, body: HTTP2Body(ByteBuffer(string: "ping"))))
    try pair.exchange()

    #expect(
      pair.server.events == [
        "begin 1", ":method: POST", ":scheme: http", ":path: /p", ":authority: a", "end 1", "closed 1 0",
      ])
    #expect(
      pair.client.events == [
        "begin 1", ":status: 200", "begin 1", "grpc-status: 0", "end 1", "closed 1 0",
      ])
    #expect(pair.server.bodies[stream] == ByteBuffer(string: "ping"))
    #expect(pair.client.bodies[stream] == ByteBuffer(string: "pong"))
  }

  @Test func aPreparedReplyFitsAnyWindow() throws {
    let peer = RecordingPeer()
    let reply = PreparedReply(
      headers: response, body: ByteBuffer(string: "12345"), trailers: HTTP2Headers([("grpc-status", "0")]))
    let session = try HTTP2Session(role: .server, preparedReply: reply, delegate: peer)
    var frames = FrameWriter(initialWindow: 3)
    frames.grpcHeaders(stream: 1)
    frames.data(stream: 1, [], ends: true)
    try session.receive(frames.bytes)
    session.submitPreparedReply(streamID: 1)
    var output = ByteBuffer()
    _ = try session.drainOutput(into: &output)
    #expect(String(buffer: output).hasSuffix("123"))

    var update = FrameWriter(isFirst: false)
    update.frame(type: 8, stream: 1, [0, 0, 0, 10])
    try session.receive(update.bytes)
    output.clear()
    _ = try session.drainOutput(into: &output)
    #expect(String(buffer: output).contains("45"))
    #expect(peer.events.last == "closed 1 0")
  }

  @Test(arguments: [0, 1, 16_383, 16_384, 65_535, 65_536, 5 << 20])
  func aBodyOfSharedBytesArrivesWhole(size: Int) throws {
    let pair = try SessionPair()
    var wire = WireBuffer(minimumCapacity: size)
    for index in 0..<size { wire.append(UInt8(truncatingIfNeeded: index)) }
    let content = wire.sealed()
    let body = HTTP2Body(head: ByteBuffer(string: "12345"), content)
    _ = try pair.client.session?.submitRequest(headers: request, body: body)
    try pair.exchange()
    let received = try #require(pair.server.bodies[1])
    #expect(received.readableBytes == size + 5)
    #expect(received.getBytes(at: 5, length: size) == content.copied())
    #expect(pair.server.events.last == "end 1")
  }

  @Test func aPeerThatIsNotConsumedStopsAtItsWindow() throws {
    var configuration = HTTP2SessionConfiguration()
    configuration.streamWindow = 100_000
    let pair = try SessionPair(server: configuration)
    pair.server.consumes = false
    try pair.exchange()
    _ = try pair.client.session?.submitRequest(
      headers: request, body: HTTP2Body(ByteBuffer(repeating: 1, count: 1 << 20)))
    try pair.exchange()
    #expect(pair.server.bodies[1]?.readableBytes == 100_000)
    #expect(!pair.server.events.contains("end 1"))
  }

  @Test func anAnswerBeforeTheRequestEndedStopsTheRequest() throws {
    var configuration = HTTP2SessionConfiguration()
    configuration.streamWindow = 1000
    let pair = try SessionPair(server: configuration)
    pair.server.consumes = false
    try pair.exchange()
    _ = try pair.client.session?.submitRequest(
      headers: request, body: HTTP2Body(ByteBuffer(repeating: 1, count: 5000)))
    try pair.exchange()
    pair.server.session?.submitResponse(streamID: 1, headers: response)
    try pair.exchange()
    #expect(pair.client.events.suffix(3) == [":status: 200", "end 1", "closed 1 0"])
    #expect(pair.server.events.last == "closed 1 0")
    #expect(pair.server.session?.violation == nil)
  }

  @Test(arguments: [
    ("bytes", [("x", String(repeating: "a", count: 17_000))]),
    ("count", (0..<101).map { ("x\($0)", "a") }),
  ])
  func headersPastTheLimitResetTheStream(what: String, extra: [(String, String)]) throws {
    let pair = try SessionPair()
    let large = HTTP2Headers(
      [(":method", "POST"), (":scheme", "http"), (":path", "/p"), (":authority", "a")] + extra)
    _ = try pair.client.session?.submitRequest(headers: large, body: nil)
    try pair.exchange()
    #expect(pair.server.events.contains("headers too large 1"))
    #expect(pair.client.events == ["closed 1 \(HTTP2ErrorCode.enhanceYourCalm.rawValue)"])

    _ = try pair.client.session?.submitRequest(headers: request, body: nil)
    try pair.exchange()
    #expect(pair.server.events.contains("end 3"), "the connection goes on")
  }

  @Test func aHugeHeaderBlockEndsTheConnection() throws {
    let pair = try SessionPair()
    // Not compressible by Huffman coding, so that the block is as large as the list.
    let noise = String(repeating: "~|^", count: 13_000)
    let headers = HTTP2Headers([
      (":method", "POST"), (":scheme", "http"), (":path", "/p"), (":authority", "a"), ("x", noise),
    ])
    _ = try pair.client.session?.submitRequest(headers: headers, body: nil)
    try pair.exchange()
    #expect(pair.server.session?.violation == .headerBlock)
    #expect(pair.server.session?.isFinished == true)
    #expect(pair.client.events.contains { $0.hasSuffix(" \(HTTP2ErrorCode.enhanceYourCalm.rawValue)") })
  }

  @Test func aTwoStepGoAwayFinishesWhatIsOpen() throws {
    let pair = try SessionPair()
    _ = try pair.client.session?.submitRequest(headers: request, body: nil)
    try pair.exchange()
    pair.server.session?.announceGoAway()
    try pair.exchange()
    #expect(pair.server.events.last == "pong")
    #expect(pair.client.events == ["go away \(Int32.max) 0"])
    pair.server.session?.goAway()
    try pair.exchange()
    #expect(pair.client.events.last == "go away 1 0")
    #expect(pair.server.session?.isFinished == false)
    pair.server.session?.submitResponse(streamID: 1, headers: response)
    try pair.exchange()
    #expect(pair.client.events.last == "closed 1 0")
    #expect(pair.server.session?.isFinished == true)
  }

  @Test func aRequestAfterGoAwayIsReportedAsRefused() throws {
    let pair = try SessionPair()
    try pair.exchange()
    pair.server.session?.goAway()
    try pair.exchange()
    _ = try pair.client.session?.submitRequest(headers: request, body: HTTP2Body(ByteBuffer(string: "x")))
    try pair.exchange()
    #expect(pair.client.events.last == "closed 1 \(HTTP2ErrorCode.refusedStream.rawValue)")
  }

  @Test func aWrongPrefaceIsRefused() throws {
    let session = try HTTP2Session(role: .server, delegate: bystander)
    #expect(throws: HTTP2SessionError.self) {
      try session.receive(ByteBuffer(string: "GET / HTTP/1.1\r\nhost: a\r\n\r\n"))
    }
    #expect(session.violation == .notHTTP2)
  }

  @Test func aConnectionErrorIsAnsweredAndKnown() throws {
    let session = try HTTP2Session(role: .server, delegate: bystander)
    try session.receive(ByteBuffer(string: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\n\r\n"))
    var output = ByteBuffer()
    _ = try session.drainOutput(into: &output)
    #expect(session.violation == .connectionError)
    #expect(session.isFinished)
  }
}
