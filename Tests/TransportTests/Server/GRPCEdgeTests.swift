import NIOCore
import TelemetryEngine
import Testing
import Transport

/// OTLP/gRPC, as a client sees it (gRPC over HTTP/2; OTLP specification, "OTLP/gRPC").
@Suite struct GRPCEdgeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var path = Signal.traces.grpcPath
    var type = "application/grpc"
    var method = "POST"
    var fields: [(String, String)] = []
    var body: [UInt8]? = HTTP2TestClient.frame([1, 2, 3])
    var status = RPCCode.ok
    var httpStatus = "200"
    var exported: [UInt8]?
    var reason: RefusalReason?
  }

  static let limit = 1000
  private static let atLimit = [UInt8](repeating: 7, count: limit)
  private static let text = Array("hello".utf8)
  private static func frame(_ message: [UInt8], flag: UInt8 = 0) -> [UInt8] {
    HTTP2TestClient.frame(message, flag: flag)
  }

  static let cases = [
    Case(testDescription: "a message", exported: [1, 2, 3]),
    Case(testDescription: "+proto", type: "application/grpc+proto", exported: [1, 2, 3]),
    Case(testDescription: "an empty message", body: frame([]), exported: []),
    Case(
      testDescription: "gzip", fields: [("grpc-encoding", "gzip")], body: frame(packed(text), flag: 1),
      exported: text),
    Case(
      testDescription: "zstd", fields: [("grpc-encoding", "zstd")],
      body: frame(packed(text, .zstd), flag: 1), exported: text),
    Case(
      testDescription: "gzip announced, not used", fields: [("grpc-encoding", "gzip")], body: frame(text),
      exported: text),
    Case(
      testDescription: "content-encoding means nothing", fields: [("content-encoding", "br")],
      exported: [1, 2, 3]),
    Case(testDescription: "a timeout in the future", fields: [("grpc-timeout", "10S")], exported: [1, 2, 3]),
    Case(
      testDescription: "unknown encoding", fields: [("grpc-encoding", "snappy")], status: .unimplemented,
      reason: .unsupportedEncoding),
    Case(
      testDescription: "compressed without encoding", body: frame(packed(text), flag: 1),
      status: .internal, reason: .malformed),
    Case(
      testDescription: "truncated gzip", fields: [("grpc-encoding", "gzip")],
      body: frame(packed(text).dropLast(2), flag: 1), status: .internal, reason: .malformed),
    Case(testDescription: "wrong flag", body: frame(text, flag: 2), status: .internal, reason: .malformed),
    Case(
      testDescription: "two messages", body: frame(text) + frame(text), status: .unimplemented,
      reason: .malformed),
    Case(testDescription: "no message", body: [], status: .unimplemented, reason: .malformed),
    Case(testDescription: "no body", body: nil, status: .unimplemented, reason: .malformed),
    Case(
      testDescription: "truncated message", body: frame(text).dropLast(), status: .internal,
      reason: .malformed),
    Case(testDescription: "exactly the limit", body: frame(atLimit), exported: atLimit),
    Case(
      testDescription: "one past the limit", body: frame(atLimit + [7]), status: .resourceExhausted,
      reason: .tooLarge),
    Case(
      testDescription: "exactly the limit after gzip", fields: [("grpc-encoding", "gzip")],
      body: frame(packed(atLimit), flag: 1), exported: atLimit),
    Case(
      testDescription: "one past the limit after gzip", fields: [("grpc-encoding", "gzip")],
      body: frame(packed(atLimit + [7]), flag: 1), status: .resourceExhausted, reason: .tooLarge),
    Case(
      testDescription: "bomb", fields: [("grpc-encoding", "gzip")],
      body: frame(packed([UInt8](repeating: 0, count: 1 << 20)), flag: 1), status: .resourceExhausted,
      reason: .tooLarge),
    Case(
      testDescription: "deadline passed", fields: [("grpc-timeout", "0m")], status: .deadlineExceeded,
      reason: .deadlineExceeded),
    Case(
      testDescription: "malformed deadline", fields: [("grpc-timeout", "soon")], status: .internal,
      reason: .malformed),
    Case(
      testDescription: "unknown method", path: "/grpc.health.v1.Health/Check", status: .unimplemented,
      reason: .notFound),
    Case(testDescription: "an HTTP path", path: "/v1/traces", status: .unimplemented, reason: .notFound),
    Case(
      testDescription: "GET", method: "GET", status: .unimplemented, httpStatus: "405",
      reason: .methodNotAllowed),
    Case(
      testDescription: "JSON", type: "application/grpc+json", status: .unimplemented, httpStatus: "415",
      reason: .unsupportedMediaType),
  ]

  @Test(arguments: cases)
  func answers(_ row: Case) async throws {
    let adjust = { (options: inout OTLPServerOptions) in options.maxMessageSize = Self.limit }
    try await TestServer.run(adjust) { server in
      let response = try await RawConnection.open(to: server.addresses.grpc) { connection in
        try await HTTP2TestClient().call(
          over: &connection,
          HTTP2TestClient.headers(row.path, type: row.type, method: row.method, row.fields), row.body)
      }
      #expect(response.fields[":status"] == row.httpStatus)
      #expect(response.fields["content-type"] == "application/grpc")
      #expect(response.grpcStatus == String(row.status.rawValue))
      #expect(response.fields["grpc-status-details-bin"] == nil, "no delay, so not retryable")
      #expect(server.recorder.exports.map { Array(buffer: $0.body) } == (row.exported.map { [$0] } ?? []))
      #expect(server.recorder.refusals.map(\.reason) == (row.reason.map { [$0] } ?? []))
      #expect(Array(buffer: response.body) == (row.status == .ok ? [0, 0, 0, 0, 0] : []))
      if row.reason == .unsupportedEncoding {
        #expect(response.fields["grpc-accept-encoding"] == "identity, gzip, zstd")
      }
    }
  }

  @Test(arguments: Signal.allCases)
  func everySignalHasItsMethod(signal: Signal) async throws {
    try await TestServer.run { server in
      // Either port serves either transport.
      for address in [server.addresses.grpc, server.addresses.http] {
        let statuses = try await RawConnection.open(to: address) { connection in
          let client = try HTTP2TestClient()
          let grpc = try await client.call(
            over: &connection, HTTP2TestClient.headers(signal.grpcPath), HTTP2TestClient.frame([1]))
          let http = try await client.call(
            over: &connection, HTTP2TestClient.headers(signal.httpPath, type: "application/x-protobuf"), [1])
          return [grpc.grpcStatus, http.fields[":status"]]
        }
        #expect(statuses == ["0", "200"])
      }
      #expect(server.recorder.exports.map(\.signal) == [signal, signal, signal, signal])
      #expect(server.recorder.exports.map(\.transport) == [.grpc, .http, .grpc, .http])
    }
  }

  @Test func httpOverHTTP2IsRefusedInItsOwnWords() async throws {
    try await TestServer.run { server in
      let response = try await RawConnection.open(to: server.addresses.http) { connection in
        try await HTTP2TestClient().call(
          over: &connection, HTTP2TestClient.headers("/v1/traces", type: "application/json"), [1])
      }
      #expect(response.fields[":status"] == "415")
      #expect(response.fields["content-type"] == "application/json")
      #expect(response.grpcStatus == nil)
    }
  }

  @Test func aPartialSuccessIsAMessage() async throws {
    let partial = ExportResponse(rejectedItems: 2, message: "bad span id")
    try await TestServer.run(reply: .partial(partial)) { server in
      let response = try await RawConnection.open(to: server.addresses.grpc) { connection in
        try await HTTP2TestClient().call(
          over: &connection, HTTP2TestClient.headers(Signal.traces.grpcPath), HTTP2TestClient.frame([1]))
      }
      #expect(response.grpcStatus == "0")
      #expect(Array(buffer: response.body) == HTTP2TestClient.frame(partial.encoded()))
    }
  }

  @Test func aRefusalCarriesRetryInfo() async throws {
    let status = RPCStatus(code: .unavailable, message: "queue full: 100%", retryDelay: .seconds(2))
    try await TestServer.run(reply: .refused(status)) { server in
      let response = try await RawConnection.open(to: server.addresses.grpc) { connection in
        try await HTTP2TestClient().call(
          over: &connection, HTTP2TestClient.headers(Signal.logs.grpcPath), HTTP2TestClient.frame([1]))
      }
      #expect(response.grpcStatus == "14")
      #expect(response.fields["grpc-message"] == "queue full: 100%25")
      #expect(response.fields["grpc-status-details-bin"] == base64Unpadded(status.encoded()))
    }
  }

  @Test func manyCallsShareAConnection() async throws {
    try await TestServer.run { server in
      let responses = try await RawConnection.open(to: server.addresses.grpc) { connection in
        let client = try HTTP2TestClient()
        for index in 0..<300 {
          _ = try client.submit(
            HTTP2TestClient.headers(Signal.traces.grpcPath),
            HTTP2TestClient.frame([UInt8](repeating: UInt8(index % 256), count: index * 50)))
        }
        try await client.exchange(over: &connection) { $0.closed.count == 300 }
        return client.responses
      }
      #expect(responses.count == 300)
      #expect(responses.values.allSatisfy { $0.grpcStatus == "0" })
      #expect(server.recorder.exports.map(\.body.readableBytes).sorted() == (0..<300).map { $0 * 50 })
      #expect(
        server.recorder.exports.allSatisfy { export in
          Set(Array(buffer: export.body)).count <= 1
        }, "no body mixes with another")
    }
  }
}
