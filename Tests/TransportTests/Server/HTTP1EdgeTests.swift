import NIOCore
import TelemetryEngine
import Testing
import Transport

/// OTLP/HTTP over HTTP/1.1, as a client sees it (OTLP specification, "OTLP/HTTP").
@Suite struct HTTP1EdgeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var path = "/v1/traces"
    var type = "application/x-protobuf"
    var encoding: String?
    var body: [UInt8] = [1, 2, 3]
    var status = 200
    /// What the export handler got; nil when it was not called.
    var exported: [UInt8]?
    var reason: RefusalReason?
  }

  static let limit = 1000
  private static let atLimit = [UInt8](repeating: 7, count: limit)
  private static let text = Array("hello".utf8)

  static let cases = [
    Case(testDescription: "empty message", body: [], exported: []),
    Case(testDescription: "identity named", encoding: "identity", exported: [1, 2, 3]),
    Case(
      testDescription: "type with parameters and odd case",
      type: "Application/X-Protobuf; charset=utf-8", exported: [1, 2, 3]),
    Case(testDescription: "gzip", encoding: "gzip", body: packed(text), exported: text),
    Case(testDescription: "gzip in odd case", encoding: "GZIP", body: packed(text), exported: text),
    Case(testDescription: "zstd", encoding: "zstd", body: packed(text, .zstd), exported: text),
    Case(testDescription: "gzip of nothing", encoding: "gzip", body: packed([]), exported: []),
    Case(
      testDescription: "two gzip members", encoding: "gzip", body: packed(text) + packed(text),
      exported: text + text),
    Case(
      testDescription: "truncated gzip", encoding: "gzip", body: packed(text).dropLast(3), status: 400,
      reason: .malformed),
    Case(testDescription: "not gzip", encoding: "gzip", body: text, status: 400, reason: .malformed),
    Case(
      testDescription: "gzip of no bytes at all", encoding: "gzip", body: [], status: 400,
      reason: .malformed),
    Case(
      testDescription: "bomb", encoding: "gzip", body: packed([UInt8](repeating: 0, count: 100_000)),
      status: 413, reason: .tooLarge),
    Case(testDescription: "unknown encoding", encoding: "br", status: 415, reason: .unsupportedEncoding),
    Case(testDescription: "exactly the limit", body: atLimit, exported: atLimit),
    Case(testDescription: "one past the limit", body: atLimit + [7], status: 413, reason: .tooLarge),
    Case(
      testDescription: "exactly the limit after gzip", encoding: "gzip", body: packed(atLimit),
      exported: atLimit),
    Case(
      testDescription: "one past the limit after gzip", encoding: "gzip", body: packed(atLimit + [7]),
      status: 413, reason: .tooLarge),
    Case(testDescription: "JSON", type: "application/json", status: 415, reason: .unsupportedMediaType),
    Case(testDescription: "unknown type", type: "text/plain", status: 415, reason: .unsupportedMediaType),
    Case(testDescription: "gRPC", type: "application/grpc", status: 415, reason: .unsupportedMediaType),
    Case(testDescription: "trailing slash", path: "/v1/traces/", status: 404, reason: .notFound),
    Case(testDescription: "unknown path", path: "/", status: 404, reason: .notFound),
    Case(testDescription: "absolute form", path: "http://localhost:4318/v1/traces", exported: [1, 2, 3]),
    Case(testDescription: "query", path: "/v1/traces?a=b", exported: [1, 2, 3]),
  ]

  @Test(arguments: cases)
  func answers(_ row: Case) async throws {
    let server = { (options: inout OTLPServerOptions) in options.maxMessageSize = Self.limit }
    try await TestServer.run(server) { server in
      let response = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.post(row.path, type: row.type, encoding: row.encoding, body: row.body)
      }
      #expect(response.status == row.status)
      #expect(server.recorder.exports.map { Array(buffer: $0.body) } == (row.exported.map { [$0] } ?? []))
      #expect(server.recorder.exports.allSatisfy { $0.wireBytes == row.body.count })
      #expect(server.recorder.refusals.map(\.reason) == (row.reason.map { [$0] } ?? []))
      if row.status == 200 {
        #expect(response.fields["content-type"] == "application/x-protobuf")
        #expect(response.body.isEmpty)
      } else if row.type.lowercased().hasPrefix("application/x-protobuf") {
        #expect(response.fields["content-type"] == "application/x-protobuf")
        #expect(RPCStatus(decoding: response.body).map { !$0.message.isEmpty } == true)
      } else {
        #expect(response.fields["content-type"] == "application/json")
        #expect(
          String(decoding: response.body, as: UTF8.self).hasPrefix(#"{"code":3,"message":""#)
            || row.type == "application/grpc")
      }
      if row.reason == .unsupportedEncoding {
        #expect(response.fields["accept-encoding"] == "identity, gzip, zstd")
      }
    }
  }

  @Test(arguments: [(Signal.traces, "/v1/traces"), (.metrics, "/v1/metrics"), (.logs, "/v1/logs")])
  func everySignalHasItsPath(signal: Signal, path: String) async throws {
    try await TestServer.run { server in
      let status = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.post(path, body: [1]).status
      }
      #expect(status == 200)
      #expect(server.recorder.exports.map(\.signal) == [signal])
    }
  }

  @Test(arguments: ["GET", "PUT", "DELETE", "OPTIONS"])
  func otherMethodsAreNotAllowed(method: String) async throws {
    try await TestServer.run { server in
      let response = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send("\(method) /v1/logs HTTP/1.1\r\nhost: a\r\n\r\n")
        return try await connection.response()
      }
      #expect(response.status == 405)
      #expect(response.fields["allow"] == "POST")
      #expect(server.recorder.refusals.map(\.code) == [.http(405)])
    }
  }

  @Test func theAnswerToHeadHasNoBody() async throws {
    try await TestServer.run { server in
      let status = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send("HEAD /v1/logs HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        try await connection.receiveToEnd()
        return String(buffer: connection.received)
      }
      #expect(status.hasPrefix("HTTP/1.1 405 "))
      #expect(status.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func aPartialSuccessIsAnsweredAsSuch() async throws {
    let partial = ExportResponse(rejectedItems: 3, message: "no trace id")
    try await TestServer.run(reply: .partial(partial)) { server in
      let response = try await RawConnection.open(to: server.addresses.http) { try await $0.post(body: [1]) }
      #expect(response.status == 200)
      #expect(ExportResponse(decoding: response.body) == partial)
    }
  }

  @Test func aRefusalCarriesItsDelayRoundedUp() async throws {
    let status = RPCStatus(code: .unavailable, message: "queue full", retryDelay: .milliseconds(1500))
    try await TestServer.run(reply: .refused(status)) { server in
      let response = try await RawConnection.open(to: server.addresses.http) { try await $0.post(body: [1]) }
      #expect(response.status == 503)
      #expect(response.fields["retry-after"] == "2")
      #expect(RPCStatus(decoding: response.body) == status)
      #expect(server.recorder.refusals.isEmpty, "it reached the handler")
    }
  }

  @Test func aChunkedBodyNeedsNoLength() async throws {
    try await TestServer.run { server in
      let status = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(
          "POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\n"
            + "transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n")
        try await connection.send("4\r\ndefg\r\n0\r\n\r\n")
        return try await connection.response().status
      }
      #expect(status == 200)
      #expect(server.recorder.exports.map { String(buffer: $0.body) } == ["abcdefg"])
    }
  }

  @Test func aChunkedBodyPastTheLimitEndsTheConnection() async throws {
    try await TestServer.run({ $0.maxMessageSize = 100 }) { server in
      let (status, rest) = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(
          "POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\n"
            + "transfer-encoding: chunked\r\n\r\n65\r\n" + String(repeating: "a", count: 101) + "\r\n")
        let response = try await connection.response()
        try await connection.receiveToEnd()
        return (response.status, connection.received.readableBytes)
      }
      #expect(status == 413)
      #expect(rest == 0)
      #expect(await server.counters().bufferedBytes == 0)
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
    try await TestServer.run { server in
      let statuses = try await RawConnection.open(to: server.addresses.http) { connection in
        let post = "POST /v1/logs HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\n"
        try await connection.send(
          post + "content-length: 1\r\n\r\na" + "GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n"
            + post + "content-length: 2\r\n\r\nbc" + "GET /v1/logs HTTP/1.1\r\nhost: a\r\n\r\n")
        return [
          try await connection.response().status, try await connection.response().status,
          try await connection.response().status, try await connection.response().status,
        ]
      }
      #expect(statuses == [200, 404, 200, 405])
      #expect(server.recorder.exports.map { String(buffer: $0.body) } == ["a", "bc"])
    }
  }

  @Test func anExpectedContinueIsGivenOrTheAnswerComesAtOnce() async throws {
    try await TestServer.run({ $0.maxMessageSize = 10 }) { server in
      let head =
        "POST /v1/logs HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-protobuf\r\nexpect: 100-continue\r\n"
      let (first, second) = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(head + "content-length: 3\r\n\r\n")
        let first = try await connection.response().status
        try await connection.send("abc")
        return (first, try await connection.response().status)
      }
      #expect((first, second) == (100, 200))
      let refused = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(head + "content-length: 11\r\n\r\n")
        return try await connection.response()
      }
      #expect(refused.status == 413)
      #expect(refused.fields["connection"] == "close")
    }
  }

  @Test(arguments: [
    ("HTTP/1.1", "connection: close", true), ("HTTP/1.0", "x: y", true),
    ("HTTP/1.0", "connection: keep-alive", false), ("HTTP/1.1", "upgrade: h2c\r\nconnection: upgrade", true),
  ])
  func theConnectionEndsWhenTheClientSaysSo(version: String, field: String, ends: Bool) async throws {
    try await TestServer.run { server in
      let response = try await RawConnection.open(to: server.addresses.http) { connection in
        try await connection.send(
          "POST /v1/logs \(version)\r\nhost: a\r\n\(field)\r\ncontent-type: application/x-protobuf\r\n"
            + "content-length: 1\r\n\r\na")
        let response = try await connection.response()
        if ends { try await connection.receiveToEnd() }
        return response
      }
      #expect(response.status == 200)
      #expect((response.fields["connection"] == "close") == ends)
    }
  }
}
