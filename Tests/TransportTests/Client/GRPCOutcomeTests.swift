import NIOCore
import NIOPosix
import TelemetryEngine
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct GRPCOutcomeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var reaction: ScriptedGRPCServer.Reaction
    var expected: ExportOutcome
    var testDescription: String { name }
  }

  private static let headers = [(":status", "200"), ("content-type", "application/grpc")]
  private static let partial = ExportResponse(rejectedItems: 3, message: "bad ids")
  private static let overload = RPCStatus(
    code: .unavailable, message: "later", retryDelay: .milliseconds(1500))

  private static let padding = String(repeating: "=", count: (3 - overload.encoded().count % 3) % 3)

  static let cases: [Case] = [
    Case(name: "success", reaction: .respond(), expected: .accepted(.success)),
    Case(
      name: "partial success", reaction: .respond(message: message(partial.encoded())),
      expected: .accepted(partial)),
    Case(
      name: "a packed message",
      reaction: .respond(
        headers: headers + [("grpc-encoding", "gzip")], message: message(Known.gzip, flag: 1)),
      expected: .accepted(
        ExportResponse(rejectedItems: 0, message: "the target's answer is no OTLP export response"))),
    Case(
      name: "OK without a message", reaction: .headersOnly(headers + [("grpc-status", "0")]),
      expected: .accepted(
        ExportResponse(rejectedItems: 0, message: "the target answered OK without a message"))),
    Case(
      name: "status in trailers",
      reaction: .respond(
        message: [], trailers: [("grpc-status", "3"), ("grpc-message", "100%25 b%C3%A4d%0A%zz")]),
      expected: .refused(ExportRefusal(status: .grpc(.invalidArgument), message: "100% bäd %zz"))),
    Case(
      name: "status in headers",
      reaction: .headersOnly(headers + [("grpc-status", "16"), ("grpc-message", "who are you")]),
      expected: .refused(ExportRefusal(status: .grpc(.unauthenticated), message: "who are you"))),
    Case(
      name: "RetryInfo",
      reaction: .headersOnly(
        headers + [
          ("grpc-status", "14"), ("grpc-status-details-bin", base64Unpadded(overload.encoded())),
        ]),
      expected: .refused(
        ExportRefusal(status: .grpc(.unavailable), message: "later", retryAfter: .milliseconds(1500)))),
    Case(
      name: "RetryInfo with padding",
      reaction: .headersOnly(
        headers + [
          ("grpc-status", "8"), ("grpc-status-details-bin", base64Unpadded(overload.encoded()) + padding),
        ]),
      expected: .refused(
        ExportRefusal(status: .grpc(.resourceExhausted), message: "later", retryAfter: .milliseconds(1500)))),
    Case(
      name: "details that are none",
      reaction: .headersOnly(headers + [("grpc-status", "14"), ("grpc-status-details-bin", "*")]),
      expected: .refused(ExportRefusal(status: .grpc(.unavailable), message: ""))),
    Case(
      name: "an unknown code", reaction: .headersOnly(headers + [("grpc-status", "99")]),
      expected: .refused(ExportRefusal(status: .grpc(.unknown), message: ""))),
    Case(
      name: "no status", reaction: .headersOnly(headers), expected: withoutStatus(200, .unknown)),
    Case(
      name: "a proxy's 503", reaction: .respond(headers: [(":status", "503")], message: [65], trailers: []),
      expected: withoutStatus(503, .unavailable)),
    Case(
      name: "a proxy's 404", reaction: .headersOnly([(":status", "404")]),
      expected: withoutStatus(404, .unimplemented)),
    Case(
      name: "a proxy's 401", reaction: .headersOnly([(":status", "401")]),
      expected: withoutStatus(401, .unauthenticated)),
    Case(
      name: "a proxy's 418", reaction: .headersOnly([(":status", "418")]),
      expected: withoutStatus(418, .unknown)),
  ]

  @Test(arguments: cases)
  func theAnswerDecidesTheOutcome(_ answer: Case) async throws {
    let server = try await ScriptedGRPCServer { _ in answer.reaction }
    let client = try await ClientOnLoop(server.endpoint())
    #expect(try await client.send() == answer.expected)
    try await client.close()
  }

  @Test func anAnswerOverTheLimitIsUnusable() async throws {
    let server = try await ScriptedGRPCServer { _ in
      .respond(message: [UInt8](repeating: 0, count: 5 << 20))
    }
    let client = try await ClientOnLoop(server.endpoint())
    let expected = ExportOutcome.unusable(
      reason: "127.0.0.1:\(server.port): the answer is larger than 4 MiB")
    #expect(try await client.send() == expected)
    try await client.close()
  }

  @Test(arguments: [(HTTP2ErrorCode.refusedStream, "REFUSED_STREAM"), (.internalError, "INTERNAL_ERROR")])
  func aResetStreamIsUnanswered(code: HTTP2ErrorCode, name: String) async throws {
    let server = try await ScriptedGRPCServer { $0.number == 1 ? .reset(code) : .respond() }
    let client = try await ClientOnLoop(server.endpoint())
    let reason = try await client.send().unansweredReason
    #expect(reason == "127.0.0.1:\(server.port): the stream was reset (\(name))")
    #expect(try await client.send() == .accepted(.success))
    #expect(server.connections == 1)
    try await client.close()
  }

  @Test func aServerWithoutHTTP2IsUnanswered() async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(GreetingHandler())
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let port = try #require(server.localAddress?.port)
    let client = try await ClientOnLoop(
      TargetEndpoint(protocol: .grpc, host: "127.0.0.1", port: port, userAgent: "gw/1"))
    #expect(
      try await client.send() == .unanswered(reason: "127.0.0.1:\(port): the answer is not HTTP/2"))
    try await client.close()
  }

  private static func withoutStatus(_ status: Int, _ code: RPCCode) -> ExportOutcome {
    .refused(
      ExportRefusal(
        status: .grpc(code), message: "answered with HTTP status \(status) and without grpc-status"))
  }

  private static func message(_ bytes: [UInt8], flag: UInt8 = 0) -> [UInt8] {
    [flag, 0, 0, 0, UInt8(bytes.count)] + bytes
  }
}

/// A server of another kind, which speaks first.
private final class GreetingHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  func channelActive(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "SSH-2.0-OpenSSH_9.2\r\n")), promise: nil)
  }
}
