import TelemetryEngine
import Testing

/// Texts that are no request: each with where and why.
@Suite struct OTLPJSONInvalidTests {
  typealias Expectation = OTLPJSONError.Expectation

  /// An error where the text ends.
  private static func ended(_ expectation: Expectation, _ offset: Int) -> OTLPJSONError {
    OTLPJSONError(.expected(expectation), at: offset, isAtEnd: true)
  }

  private static func unmet(_ expectation: Expectation, _ offset: Int) -> OTLPJSONError {
    OTLPJSONError(.expected(expectation), at: offset)
  }

  static let texts: [(String, OTLPJSONError)] = [
    ("", ended(.object, 0)), (" \n", ended(.object, 2)), ("[]", unmet(.object, 0)),
    ("null", unmet(.object, 0)),
    ("\u{feff}{}", unmet(.object, 0)), ("x", unmet(.object, 0)), ("{", ended(.key, 1)),
    ("{ ,", unmet(.key, 2)),
    ("{}x", unmet(.endOfDocument, 2)), ("{} {}", unmet(.endOfDocument, 3)),
    ("{}\0", unmet(.endOfDocument, 2)),
    ("{'a':1}", unmet(.key, 1)), ("{a:1}", unmet(.key, 1)), ("{1:1}", unmet(.key, 1)),
    (#"{"a"}"#, unmet(.colon, 4)), (#"{"a" 1}"#, unmet(.colon, 5)), (#"{"a":"#, ended(.value, 5)),
    (#"{"a":}"#, unmet(.value, 5)), (#"{"a":1,}"#, unmet(.key, 7)),
    (#"{"a":1 "b":2}"#, unmet(.commaOrBrace, 7)),
    (#"{"a":1"#, ended(.commaOrBrace, 6)), (#"{"a":[1,]}"#, unmet(.value, 8)),
    (#"{"a":[1"#, ended(.commaOrBracket, 7)),
    (#"{"a":[1 2]}"#, unmet(.commaOrBracket, 8)), (#"{"a":[}"#, unmet(.value, 6)),
    (#"{"a":1]"#, unmet(.commaOrBrace, 6)),
    (#"{"a":tru}"#, unmet(.value, 5)), (#"{"a":nul"#, unmet(.value, 5)), (#"{"a":NaN}"#, unmet(.value, 5)),
    (#"{"a":True}"#, unmet(.value, 5)), (#"{"a":falsey}"#, unmet(.commaOrBrace, 10)),
    (#"{"a":01}"#, unmet(.commaOrBrace, 6)), (#"{"a":-}"#, unmet(.digit, 6)),
    (#"{"a":1.}"#, unmet(.digit, 7)),
    (#"{"a":.5}"#, unmet(.value, 5)), (#"{"a":+1}"#, unmet(.value, 5)), (#"{"a":1e}"#, unmet(.digit, 7)),
    (#"{"a":1e+"#, ended(.digit, 8)), (#"{"a":0x1}"#, unmet(.commaOrBrace, 6)),
    (#"{"a":1_0}"#, unmet(.commaOrBrace, 6)),
    (#"{"a":-01}"#, unmet(.commaOrBrace, 7)), (#"{"a":--1}"#, unmet(.digit, 6)),
    (#"{"a":"x}"#, ended(.endOfString, 8)), (#"{"a":"\"#, ended(.endOfString, 7)),
    ("{\"a\":\"\n\"}", OTLPJSONError(.controlCharacter, at: 6)),
    ("{\"a\":\"\u{1f}\"}", OTLPJSONError(.controlCharacter, at: 6)),
    (#"{"a":"\x"}"#, OTLPJSONError(.invalidEscape, at: 6)),
    (#"{"a":"\u12"}"#, OTLPJSONError(.invalidEscape, at: 6)),
    (#"{"a":"\u12g4"}"#, OTLPJSONError(.invalidEscape, at: 6)),
    (#"{"a":"\u"#, OTLPJSONError(.invalidEscape, at: 6)),
    (#"{"a":"\ud800"}"#, OTLPJSONError(.loneSurrogate, at: 6)),
    (#"{"a":"x\udc00"}"#, OTLPJSONError(.loneSurrogate, at: 7)),
    (#"{"a":"\ud800\u0041"}"#, OTLPJSONError(.loneSurrogate, at: 6)),
    (#"{"a":"\ud800\ud800"}"#, OTLPJSONError(.loneSurrogate, at: 6)),
    (#"{"a":"\ud800\n"}"#, OTLPJSONError(.loneSurrogate, at: 6)), (#"{"a":1}/**/"#, unmet(.endOfDocument, 7)),
    (#"{/**/"a":1}"#, unmet(.key, 1)), ("{\u{a0}}", unmet(.key, 1)),
    (#"{"resourceSpans":{}}"#, unmet(.array, 17)), (#"{"resourceSpans":""}"#, unmet(.array, 17)),
    (#"{"resourceSpans":[1]}"#, unmet(.object, 18)), (#"{"resourceSpans":[[]]}"#, unmet(.object, 18)),
    (#"{"resourceSpans":[null]}"#, OTLPJSONError(.nullElement, at: 18)),
    (#"{"resourceSpans":[{},null]}"#, OTLPJSONError(.nullElement, at: 21)),
    (#"{"resourceSpans":[],"resourceSpans":null}"#, OTLPJSONError(.repeatedKey, at: 20)),
    (#"{"resourceSpans":null,"resource\u0053pans":[]}"#, OTLPJSONError(.repeatedKey, at: 22)),
    (spanJSON(#""name":5"#), unmet(.string, 51)), (spanJSON(#""traceId":"0g""#), unmet(.hexadecimal, 54)),
    (spanJSON(#""traceId":"abc""#), unmet(.hexadecimal, 54)),
    (spanJSON(#""traceId":1"#), unmet(.hexadecimal, 54)),
    (spanJSON(#""status":{"code":true}"#), unmet(.enumeration, 61)),
    (spanJSON(#""attributes":[{"value":{"boolValue":"true"}}]"#), unmet(.boolean, 80)),
    (spanJSON(#""attributes":[{"value":{"boolValue":1}}]"#), unmet(.boolean, 80)),
    (
      spanJSON(#""attributes":[{"value":{"stringValue":"","intValue":1}}]"#),
      OTLPJSONError(.secondChoice, at: 85)
    ),
  ]

  @Test(arguments: texts)
  func aFaultHasItsPlace(_ text: String, _ expected: OTLPJSONError) {
    #expect(jsonFault(text) == expected)
  }

  @Test(
    arguments: [[0x80], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff]]
      as [[UInt8]])
  func textThatIsNoUTF8IsRefused(_ bytes: [UInt8]) {
    for padding in [0, 7, 8] {
      let text = [UInt8](repeating: 0x61, count: padding) + bytes
      for (before, after) in [("{\"unknown\":\"", "\"}"), ("{\"", "\":1}"), ("{\"x\":[", "]}")] {
        let fault = jsonFault(.traces, Array(before.utf8) + text + Array(after.utf8))
        #expect(fault?.offset == before.utf8.count + (after == "]}" ? 0 : padding))
        #expect(fault?.reason == (after == "]}" ? .expected(.value) : .invalidUTF8))
      }
    }
  }

  @Test func aRefusedTextLeavesNoTrace() {
    var output = WireBuffer(minimumCapacity: 64)
    output.append(Array("before".utf8))
    let text = Array((spanJSON(#""name":"kept""#) + "x").utf8)
    #expect(throws: OTLPJSONError.self) {
      try OTLPJSON.decode(.traces, unsafe text.span.bytes, into: &output)
    }
    #expect(output.sealed().copied() == Array("before".utf8))
  }

  @Test func anErrorSaysWhereAndWhatAndNothingOfTheContent() {
    #expect(
      jsonFault(#"{"secret" "value"}"#)?.description
        == "malformed OTLP/JSON at byte 10: expected a colon behind the key")
    #expect(
      jsonFault(#"{"secret":["#)?.description
        == "malformed OTLP/JSON at byte 11: expected a value, but the text ends there")
  }
}
