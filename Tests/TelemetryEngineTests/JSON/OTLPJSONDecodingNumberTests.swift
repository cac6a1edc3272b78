import TelemetryEngine
import Testing

@Suite struct OTLPJSONDecodingNumberTests {
  @Test(arguments: OTLPJSONNumberTests.integers)
  func integersKeepEveryDigit(_ number: UInt64) throws {
    let time = ProtobufBytes.message { $0.fixed64(7, number) }
    #expect(try span(fromJSON: #""startTimeUnixNano":\#(number)"#) == time)
    #expect(try span(fromJSON: #""startTimeUnixNano":"\#(number)""#) == time)
    let signed = Int64(bitPattern: number)
    #expect(
      try value(fromJSON: #"{"intValue":\#(signed)}"#) == ProtobufBytes.message { $0.varint(3, number) })
  }

  /// None of these may go through a double, in which the second would be the first.
  @Test(
    arguments: [
      ("1.7e18", 1_700_000_000_000_000_000), ("1.700000000000000001e18", 1_700_000_000_000_000_001),
      ("1700000000000000001.000", 1_700_000_000_000_000_001), ("-0", 0), ("0.0e99999999999999999999", 0),
      ("18446744073709551615", .max), ("1844674407370955161500000e-5", .max), ("0e-5", 0), ("1E+2", 100),
      ("12.50e1", 125), ("0.000000000000000000000000000001e31", 10),
    ] as [(String, UInt64)])
  func integersAreReadExactlyInAnyForm(_ text: String, _ number: UInt64) throws {
    let time = ProtobufBytes.message { $0.fixed64(7, number) }
    #expect(try span(fromJSON: #""startTimeUnixNano":\#(text)"#) == time)
    #expect(try span(fromJSON: #""startTimeUnixNano":"\#(text)""#) == time)
  }

  @Test(arguments: [
    ("startTimeUnixNano", "18446744073709551616"), ("startTimeUnixNano", "-1"), ("startTimeUnixNano", "1e20"),
    ("startTimeUnixNano", "184467440737095516150"), ("startTimeUnixNano", "1e99999999999999999999"),
    ("flags", "4294967296"), ("flags", "-1"), ("droppedAttributesCount", "4294967296"),
    ("kind", "2147483648"), ("kind", "-2147483649"),
  ])
  func numbersMustFit(_ key: String, _ number: String) throws {
    let offset = spanJSON("").utf8.count - 7 + key.utf8.count + 3
    #expect(jsonFault(spanJSON(#""\#(key)":\#(number)"#)) == OTLPJSONError(.outOfRange, at: offset))
    #expect(throws: Never.self) { try span(fromJSON: #""kind":-2147483648,"flags":4294967295"#) }
  }

  @Test(arguments: ["-9223372036854775809", "9223372036854775808"])
  func signedNumbersMustFit(_ number: String) {
    let fault = jsonFault(spanJSON(#""attributes":[{"value":{"intValue":"\#(number)"}}]"#))
    #expect(fault?.reason == .outOfRange)
  }

  @Test(arguments: [
    "1.5", "\"1.5\"", "1e-1", "\"\"", "\" 1\"", "\"1 \"", "\"+1\"", "\"01\"", "\"0x1\"", "true", "{}",
  ])
  func anIntegerIsAWholeNumber(_ text: String) {
    #expect(jsonFault(spanJSON(#""flags":\#(text)"#))?.reason == .expected(.integer))
  }

  @Test(arguments: ["\"2\"", "\"SPAN_KIND_SERVER\"", "1.5", "true"])
  func anEnumerationIsANumber(_ text: String) {
    #expect(jsonFault(spanJSON(#""kind":\#(text)"#))?.reason == .expected(.enumeration))
  }

  @Test func integersOfFewerBitsAreOnTheWireAsProtobufHasThem() throws {
    #expect(
      try span(fromJSON: #""kind":-2"#) == ProtobufBytes.message { $0.varint(6, 0xffff_ffff_ffff_fffe) })
    let point = #"{"scale":-3,"positive":{"offset":2147483647,"bucketCounts":["300"]}}"#
    let text =
      #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"exponentialHistogram":{"dataPoints":[\#(point)]}}]}]}]}"#
    let expected = ProtobufBytes.message {
      $0.varint(6, 5)
      $0.message(8) {
        $0.varint(1, 4_294_967_294)
        $0.payload(2, [0xac, 2])
      }
    }
    #expect(ProtobufTree.payloads(try wire(.metrics, text), 1, 2, 2, 10, 1) == [expected])
  }

  private func double(_ json: String) throws -> Double? {
    let value = try value(fromJSON: #"{"doubleValue":\#(json)}"#)
    return ProtobufTree.fields(value)?.first.map { Double(bitPattern: $0.varint) }
  }

  @Test(arguments: [
    "0", "-0", "-0.0", "1", "0.1", "-1.5e-7", "1e22", "1e23", "9007199254740993",
    "123456789012345678901234567890",
    "4.9e-324", "2.4703282292062328e-324", "1.7976931348623157e308", "2.2250738585072011e-308", "1e-400",
    "0.1e1", "1E5", "179769313486231580793e288", "3.14159265358979323846264338327950288",
  ])
  func doublesAreRoundedCorrectly(_ text: String) throws {
    let expected = try #require(Double(text))
    #expect(try double(text)?.bitPattern == expected.bitPattern)
    #expect(try double("\"\(text)\"")?.bitPattern == expected.bitPattern)
  }

  @Test func randomDoublesReadBackAsTheyWere() throws {
    var random = SeededRandom(7)
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite { #expect(try double(value.description) == value) }
    }
  }

  @Test func nonFiniteDoublesAreStrings() throws {
    #expect(try double("\"NaN\"")?.isNaN == true)
    #expect(try double(#""\u004eaN""#)?.isNaN == true)
    #expect(try double("\"Infinity\"") == .infinity)
    #expect(try double("\"-Infinity\"") == -.infinity)
  }

  @Test(arguments: ["\"nan\"", "\"+Infinity\"", "\"inf\"", "\"\"", "\"1.\"", "true", "[]", "\"1e5 \""])
  func whatIsNoNumberIsRefused(_ text: String) {
    let fault = jsonFault(spanJSON(#""attributes":[{"value":{"doubleValue":\#(text)}}]"#))
    #expect(fault == OTLPJSONError(.expected(.number), at: 82))
  }

  @Test(arguments: ["1e309", "-1e309", "\"1e400\"", "1e99999999999999999999"])
  func doublesMustBeFinite(_ text: String) {
    let fault = jsonFault(spanJSON(#""attributes":[{"value":{"doubleValue":\#(text)}}]"#))
    #expect(fault == OTLPJSONError(.outOfRange, at: 82))
  }
}
