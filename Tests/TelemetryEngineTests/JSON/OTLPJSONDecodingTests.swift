import TelemetryEngine
import Testing

@Suite struct OTLPJSONDecodingTests {
  @Test(arguments: Signal.allCases)
  func agreesWithTheOfficialClasses(_ signal: Signal) throws {
    let text = try Golden.text("json/\(signal.name).json")
    #expect(try wire(signal, text) == Golden.bytes("json/\(signal.name).pb"))
  }

  @Test(arguments: Signal.allCases, UInt64(1)...60)
  func whatWasWrittenReadsBackAsItWas(_ signal: Signal, _ seed: UInt64) throws {
    var random = RandomRequest(seed: seed)
    let request = random.request(signal)
    #expect(try wire(signal, json(signal, request)) == request)
  }

  /// As SDKs write it: indented, keys in any order, times as strings or numbers, newer fields.
  @Test func readsWhatSDKsSend() throws {
    let text = """
      {
        "resourceSpans" : [ {
          "resource": { "attributes": [ { "key": "service.name", "value": { "stringValue": "shop" } } ],
            "droppedAttributesCount": 0 },
          "scopeSpans": [ { "spans": [ {
            "spanId": "A1B2C3D4E5F60718", "traceId": "0F1E2D3C4B5A69788796A5B4C3D2E1F0",
            "name": "cart", "kind": 2, "addedLater": { "deep": [ {}, [], "x", -1.5e3, true, null ] },
            "startTimeUnixNano": 1790000000000000001, "endTimeUnixNano": "1790000001000000002",
            "parentSpanId": "", "attributes": [], "status": {}, "flags": 257
          } ] } ], "schemaUrl": null
        } ],
        "later": "x"
      }\r\n
      """
    let expected = ProtobufBytes.message {
      $0.message(1) {
        $0.message(1) {
          $0.attribute(1, "service.name", "shop")
          $0.varint(2, 0)
        }
        $0.message(2) {
          $0.message(2) {
            $0.payload(2, [0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6, 0x07, 0x18])
            $0.payload(
              1,
              [
                0x0f, 0x1e, 0x2d, 0x3c, 0x4b, 0x5a, 0x69, 0x78, 0x87, 0x96, 0xa5, 0xb4, 0xc3, 0xd2, 0xe1,
                0xf0,
              ])
            $0.text(5, "cart")
            $0.varint(6, 2)
            $0.fixed64(7, 1_790_000_000_000_000_001)
            $0.fixed64(8, 1_790_000_001_000_000_002)
            $0.payload(4, [])
            $0.payload(15, [])
            $0.fixed32(16, 257)
          }
        }
      }
    }
    #expect(try wire(.traces, text) == expected)
  }

  @Test(arguments: [
    "{}", " \t\r\n{ }\n ", #"{"resourceSpans":null}"#, #"{"resourceSpans":[]}"#, #"{"x":[[]]}"#,
  ])
  func aRequestMayHoldNothing(_ text: String) throws {
    #expect(try wire(.traces, text) == [])
  }

  @Test func onlyTheNameInLowerCamelCaseIsAField() throws {
    for key in ["trace_id", "TraceId", "traceID", "traceId ", "traceIdx", "traceI", "", "status.code"] {
      #expect(try span(fromJSON: #""\#(key)":"ff""#) == [])
    }
    #expect(try span(fromJSON: #""tr\u0061ceId":"fF""#) == ProtobufBytes.message { $0.payload(1, [0xff]) })
  }

  @Test func nullIsNoField() throws {
    #expect(try span(fromJSON: #""name":null,"events":null,"status":null,"kind":null"#) == [])
    let one = ProtobufBytes.message { $0.varint(3, 5) }
    #expect(try value(fromJSON: #"{"stringValue":null,"intValue":"5","arrayValue":null}"#) == one)
  }

  @Test func listsOfNumbersArePacked() throws {
    let point = #"{"bucketCounts":["1",2,0],"explicitBounds":[0.5,"2"],"exemplars":[]}"#
    let text =
      #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"histogram":{"dataPoints":[\#(point)]}}]}]}]}"#
    let expected = ProtobufBytes.message {
      $0.payload(
        6, [UInt64(1), 2, 0].flatMap { [UInt8(truncatingIfNeeded: $0)] + [UInt8](repeating: 0, count: 7) })
      $0.payload(7, [0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0x40])
    }
    #expect(ProtobufTree.payloads(try wire(.metrics, text), 1, 2, 2, 9, 1) == [expected])
  }

  @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 70_000])
  func lengthsAreRight(_ length: Int) throws {
    let text = String(repeating: "a", count: length)
    #expect(ProtobufTree.texts(try span(fromJSON: #""name":"\#(text)""#), 5) == [text])
    // One that must be unescaped is written before its length is known.
    #expect(ProtobufTree.texts(try span(fromJSON: #""name":"\n\#(text)""#), 5) == ["\n" + text])
  }

  @Test func aRangeIsReadAlone() throws {
    let text = Array("}} {\"resourceSpans\":[{}]} []".utf8)
    var output = WireBuffer(minimumCapacity: 64)
    try OTLPJSON.decode(.traces, unsafe text.span.bytes, in: 3..<25, into: &output)
    #expect(output.sealed().copied() == [0x0a, 0])
  }
}
