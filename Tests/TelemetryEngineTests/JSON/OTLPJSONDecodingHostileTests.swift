import TelemetryEngine
import Testing

@Suite struct OTLPJSONDecodingHostileTests {
  /// An attribute value of lists in lists.
  private func nested(_ levels: Int) -> String {
    let open = String(repeating: #"{"arrayValue":{"values":["#, count: levels)
    return spanJSON(#""attributes":[{"value":\#(open){}\#(String(repeating: "]}}", count: levels))}]"#)
  }

  @Test func nestingIsBoundedAsInProtobuf() throws {
    #expect(try json(.traces, wire(.traces, nested(47))) == nested(47))
    #expect(jsonFault(nested(48))?.reason == .nestedTooDeeply)
    #expect(jsonFault(nested(100_000))?.reason == .nestedTooDeeply)
  }

  @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
  func unknownValuesMayBeNestedTwiceAsDeep(_ open: String, _ close: String) throws {
    func text(_ depth: Int) -> String {
      #"{"x":"# + String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth) + "}"
    }
    #expect(try wire(.traces, text(201)) == [])
    #expect(jsonFault(text(202))?.reason == .nestedTooDeeply)
    #expect(jsonFault(text(300_000))?.reason == .nestedTooDeeply)
  }

  @Test(arguments: Signal.allCases)
  func noBeginningIsARequest(_ signal: Signal) throws {
    let text = Array(try Golden.text("json/\(signal.name).json").dropLast().utf8)
    for length in 0..<text.count {
      let fault = jsonFault(signal, Array(text.prefix(length)))
      #expect(fault != nil && fault.map { $0.offset <= length } == true)
    }
  }

  @Test(arguments: Signal.allCases)
  func everyDamagedByteEnds(_ signal: Signal) throws {
    let text = Array(try Golden.text("json/\(signal.name).json").utf8)
    var random = SeededRandom(UInt64(signal.rawValue))
    for index in text.indices {
      var damaged = text
      damaged[index] = UInt8.random(in: 0...255, using: &random)
      if let request = try? wire(signal, damaged) {
        #expect(throws: Never.self) { try json(signal, request) }
      }
    }
  }

  @Test func longNumbersTakeTheirLength() throws {
    let million = String(repeating: "0", count: 1_000_000)
    #expect(
      try span(fromJSON: #""flags":1\#(million)e-1000000"#) == ProtobufBytes.message { $0.fixed32(16, 1) })
    #expect(jsonFault(spanJSON(#""flags":1\#(million)"#))?.reason == .outOfRange)
    #expect(jsonFault(spanJSON(#""flags":0.\#(million)1"#))?.reason == .expected(.integer))
    #expect(
      jsonFault(spanJSON(#""attributes":[{"value":{"doubleValue":1\#(million)}}]"#))?.reason == .numberTooLong
    )
    #expect(try wire(.traces, #"{"unknown":-1\#(million).\#(million)e\#(million)}"#) == [])
  }

  /// What is promised to who allots memory for it.
  @Test func theEncodingIsAtMostFourTimesAsLong() throws {
    let counts = [String](repeating: "0", count: 100_000).joined(separator: ",")
    let text =
      #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"histogram":{"dataPoints":[{"bucketCounts":[\#(counts)]}]}}]}]}]}"#
    #expect(try wire(.metrics, text).count <= 4 * text.utf8.count)
    let links = [String](repeating: "{}", count: 100_000).joined(separator: ",")
    #expect(try wire(.traces, spanJSON(#""links":[\#(links)]"#)).count < 300_000)
  }
}
