import NIOCore
import NIOHTTP1
import TelemetryEngine
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct HTTPOutcomeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var status: HTTPResponseStatus
    var headers: [(String, String)] = []
    var body: [UInt8] = []
    var contentType = OutgoingRequest.ContentType.protobuf
    var expected: ExportOutcome
    var testDescription: String { name }
  }

  private static let protobuf = ("content-type", "application/x-protobuf")
  private static let json = ("Content-Type", "Application/JSON; charset=utf-8")
  private static let partial = ExportResponse(rejectedItems: 3, message: "bad ids")

  static let cases: [Case] = [
    Case(name: "empty 200", status: .ok, expected: .accepted(.success)),
    Case(name: "204", status: .noContent, expected: .accepted(.success)),
    Case(
      name: "partial success", status: .ok, headers: [protobuf], body: partial.encoded(),
      expected: .accepted(partial)),
    Case(
      name: "a page instead of a response", status: .ok, headers: [("content-type", "text/html")],
      body: Array("<html>".utf8),
      expected: .accepted(
        ExportResponse(rejectedItems: 0, message: "the target's answer is no OTLP export response"))),
    Case(
      name: "JSON partial success", status: .ok, headers: [json],
      body: Array(
        #"{ "partialSuccess": {"rejectedSpans": "3", "errorMessage":"bad \u0069ds", "new": [1.5e3, null]} }"#
          .utf8),
      contentType: .json, expected: .accepted(partial)),
    Case(
      name: "JSON empty object", status: .ok, headers: [json], body: Array("{}".utf8), contentType: .json,
      expected: .accepted(.success)),
    Case(name: "JSON empty body", status: .ok, contentType: .json, expected: .accepted(.success)),
    Case(
      name: "400 with a status", status: .badRequest, headers: [protobuf],
      body: RPCStatus(code: .invalidArgument, message: "does not decode").encoded(),
      expected: .refused(ExportRefusal(status: .http(400), message: "does not decode"))),
    Case(
      name: "400 with a JSON status", status: .badRequest, headers: [json],
      body: Array(#"{"code":3,"message":"does not decode"}"#.utf8), contentType: .json,
      expected: .refused(ExportRefusal(status: .http(400), message: "does not decode"))),
    Case(
      name: "a proxy's text", status: .badGateway, headers: [("content-type", "text/plain")],
      body: Array("no\nhealthy \u{1b}[31mupstream".utf8),
      expected: .refused(ExportRefusal(status: .http(502), message: "no healthy  [31mupstream"))),
    Case(
      name: "a long text", status: .badGateway, headers: [("content-type", "text/plain")],
      body: Array(String(repeating: "é", count: 1000).utf8),
      expected: .refused(
        ExportRefusal(status: .http(502), message: String(repeating: "é", count: 254) + "…"))),
    Case(
      name: "a redirect", status: .found, headers: [("location", "http://127.0.0.1:1/")],
      expected: .refused(ExportRefusal(status: .http(302), message: ""))),
    Case(
      name: "an answer over the limit", status: .ok, body: Array(repeating: 0, count: 4 << 20 | 1),
      expected: .unusable(reason: "the answer is larger than 4 MiB")),
  ]

  @Test(arguments: cases)
  func theAnswerDecidesTheOutcome(_ answer: Case) async throws {
    let server = try await ScriptedHTTPServer { _ in
      .respond(answer.status, answer.headers, ByteBuffer(bytes: answer.body))
    }
    let client = try await ClientOnLoop(server.endpoint())
    #expect(try await client.send(.small(contentType: answer.contentType)) == answer.expected)
    try await client.close()
  }

  @Test(arguments: [
    "", "{}", " \t\r\n{ } ", #"{"partialSuccess":{}}"#,
    #"{"partialSuccess":null,"other":[true,false,-1.5e-3]}"#,
  ])
  func jsonWithNothingToSayIsSuccess(text: String) async throws {
    #expect(try await outcome(ofJSON: text) == .accepted(.success))
  }

  @Test func jsonEscapesAreRead() async throws {
    let text = #"{"partialSuccess":{"errorMessage":"\"\\\/\u00e4\ud83d\ude00\ud83dx\n.","rejectedSpans":2}}"#
    #expect(
      try await outcome(ofJSON: text)
        == .accepted(ExportResponse(rejectedItems: 2, message: "\"\\/ä😀\u{fffd}x .")))
  }

  @Test(arguments: [
    "[]", "{", "{\"a\":}", "{\"a\":1,}", "{}x", "{\"a\" 1}", "{\"a\":\"\\q\"}", "{\"a\":\"\\u12\"}",
    "{\"a\":\"",
    "nul", "{\"a\":" + String(repeating: "[", count: 100_000),
  ])
  func whatIsNoJSONObjectIsAcceptedWithAWarning(text: String) async throws {
    let warning = ExportResponse(
      rejectedItems: 0, message: "the target's answer is no OTLP export response")
    #expect(try await outcome(ofJSON: text) == .accepted(warning))
  }

  private func outcome(ofJSON text: String) async throws -> ExportOutcome {
    let server = try await ScriptedHTTPServer { _ in
      .respond(.ok, [("content-type", "application/json")], ByteBuffer(string: text))
    }
    let client = try await ClientOnLoop(server.endpoint())
    let outcome = try await client.send(.small(contentType: .json))
    try await client.close()
    return outcome
  }

  /// The clock stands at 1994-11-06 08:49:37 UTC, RFC 9110's example.
  @Test(arguments: [
    ("0", Duration.seconds(0)), (" 120 ", .seconds(120)), ("99999999999999999999", .seconds(86_400)),
    ("Sun, 06 Nov 1994 08:50:07 GMT", .seconds(30)), ("Sunday, 06-Nov-94 08:50:07 GMT", .seconds(30)),
    ("Sun Nov  6 08:50:07 1994", .seconds(30)), ("Sun, 06 Nov 1994 08:00:00 GMT", .seconds(0)),
    ("Wed, 09 Nov 1994 08:49:37 GMT", .seconds(86_400)),
    ("-1", nil), ("soon", nil), ("1.5", nil), ("", nil), ("Sun, 32 Nov 1994 08:50:07 GMT", nil),
    ("Sun, 06 Nov 1994 08:50:07 CET", nil),
  ])
  func retryAfterIsSecondsOrADate(text: String, expected: Duration?) async throws {
    let server = try await ScriptedHTTPServer { _ in .respond(.serviceUnavailable, [("retry-after", text)]) }
    let client = try await ClientOnLoop(server.endpoint(), now: { 784_111_777 })
    let refusal = try await client.send().refusal
    #expect(refusal == ExportRefusal(status: .http(503), message: "", retryAfter: expected))
    try await client.close()
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 2x0 no\r\n\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
  ])
  func whatIsNoCompleteAnswerIsUnanswered(text: String) async throws {
    let server = try await ScriptedHTTPServer { _ in .raw(text) }
    let client = try await ClientOnLoop(server.endpoint())
    #expect(try await client.send().unansweredReason != nil)
    try await client.close()
  }
}
