import TelemetryEngine
import Testing

@Suite struct OTLPJSONDocumentTests {
  private func documents(_ text: String) throws(OTLPJSONError) -> [(String, [Signal])] {
    let bytes = Array(text.utf8)
    var found: [(String, [Signal])] = []
    var position = 0
    while let document = try OTLPJSONDocument.next(in: unsafe bytes.span.bytes, from: position) {
      found.append((String(decoding: bytes[document.range], as: UTF8.self), document.signals))
      position = document.range.upperBound
    }
    return found
  }

  @Test func eachLineIsARequest() throws {
    let found = try documents("{\"resourceSpans\":[]}\n\r\n {\"resourceLogs\":null} \n{}")
    #expect(found.map(\.0) == [#"{"resourceSpans":[]}"#, #"{"resourceLogs":null}"#, "{}"])
    #expect(found.map(\.1) == [[.traces], [.logs], []])
  }

  @Test func aRequestMayTakeManyLines() throws {
    let text = "{\n  \"x\": {\"resourceLogs\": [\n]},\n  \"resource\\u004detrics\": []\n}"
    let found = try documents(text + "\n\n" + text)
    #expect(found.map(\.0) == [text, text])
    #expect(found.map(\.1) == [[.metrics], [.metrics]])
  }

  @Test func aTextWithoutARequestHasNone() throws {
    #expect(try documents("").isEmpty)
    #expect(try documents("\n \n").isEmpty)
  }

  @Test func allSignalsOfOneObjectAreNamed() throws {
    #expect(
      try documents(#"{"resourceLogs":[],"resourceSpans":[],"resourceLogs":[]}"#).map(\.1) == [
        [.logs, .traces]
      ])
  }

  @Test(arguments: [
    ("{} {}", OTLPJSONError(.expected(.lineEnd), at: 3)), ("{}x", OTLPJSONError(.expected(.lineEnd), at: 2)),
    ("{}\nx", OTLPJSONError(.expected(.object), at: 3)),
    ("{}\n{\n", OTLPJSONError(.expected(.key), at: 5, isAtEnd: true)),
    ("[{}]", OTLPJSONError(.expected(.object), at: 0)),
  ])
  func faultsHaveTheirPlaceInTheWholeText(_ text: String, _ expected: OTLPJSONError) {
    #expect(throws: expected) { try documents(text) }
  }

  @Test func deepRequestsAreFoundAsTheyAreRead() throws {
    let open = String(repeating: #"{"arrayValue":{"values":["#, count: 47)
    let text = spanJSON(#""attributes":[{"value":\#(open)\#(String(repeating: "]}}", count: 47))}]"#)
    #expect(try documents(text).map(\.1) == [[.traces]])
  }

  @Test(arguments: [
    ("{}", true), ("{\"resourceSpans\"", true), (" \n\t{ \n \"", true), ("{", true), ("", false),
    ("[", false),
    ("\n{\n x", false), ("x{}", false), ("{x", false),
  ])
  func jsonIsToldFromProtobuf(_ text: String, _ isJSON: Bool) {
    let bytes = Array(text.utf8)
    #expect(OTLPJSONDocument.isLikely(unsafe bytes.span.bytes) == isJSON)
  }

  /// A line feed and a brace are also the tag and the length of a resource block of 123 bytes.
  @Test(arguments: Signal.allCases)
  func protobufIsNotTakenForJSON(_ signal: Signal) throws {
    for length in 100...140 {
      let name = String(repeating: "a", count: length)
      let request = Sample.request(
        [], resource: ProtobufBytes.message { $0.attribute(1, "k", name) }, scope: nil)
      #expect(!OTLPJSONDocument.isLikely(unsafe request.span.bytes))
    }
    let golden = try Golden.bytes("json/\(signal.name).pb")
    #expect(!OTLPJSONDocument.isLikely(unsafe golden.span.bytes))
  }
}
