import Foundation
import TelemetryEngine
import Testing

@Suite struct OTLPJSONDecodingTextTests {
  private func name(_ json: String) throws -> String? {
    ProtobufTree.texts(try span(fromJSON: #""name":"\#(json)""#), 5).first
  }

  @Test(arguments: [
    (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"), (#"\u0041\u00e4\u65E5"#, "Aä日"), (#"\u0000"#, "\u{0}"),
    (#"\ud83d\ude00"#, "😀"), (#"\uDBFF\uDFFF"#, "\u{10ffff}"), (#"\ud800\udc00x"#, "\u{10000}x"),
    (#"\ud7ff\ue000\uffff"#, "\u{d7ff}\u{e000}\u{ffff}"), ("ä日😀\u{7f}", "ä日😀\u{7f}"),
    (#"a\u0062c\\u0064"#, #"abc\u0064"#), ("", ""),
  ])
  func stringsStandForTheirText(_ json: String, _ text: String) throws {
    for padding in ["", "1234567", "12345678"] {
      #expect(try name(padding + json + padding) == padding + text + padding)
    }
  }

  @Test func foundationsEscapesAreRead() throws {
    let text = String(String.UnicodeScalarView((0...0x300).compactMap(Unicode.Scalar.init)))
    let written = try JSONSerialization.data(withJSONObject: [text])
    #expect(try name(String(decoding: written.dropFirst(2).dropLast(2), as: UTF8.self)) == text)
  }

  @Test(
    arguments: [
      ("", []), ("00ff", [0, 0xff]), ("aBcDeF09", [0xab, 0xcd, 0xef, 9]), (#"0\u0061"#, [10]),
    ] as [(String, [UInt8])])
  func idsAreHexadecimalOfAnyLength(_ text: String, _ bytes: [UInt8]) throws {
    #expect(try span(fromJSON: #""traceId":"\#(text)""#) == ProtobufBytes.message { $0.payload(1, bytes) })
  }

  @Test(arguments: 0...7)
  func bytesAreBase64InEveryForm(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 0xfb &+ $0 &* 37) }
    let expected = ProtobufBytes.message { $0.payload(7, bytes) }
    let padded = Data(bytes).base64EncodedString()
    let urlSafe = padded.replacing("+", with: "-").replacing("/", with: "_")
    let escaped = padded.replacing("/", with: #"\/"#)
    for text in [padded, padded.replacing("=", with: ""), urlSafe, urlSafe.replacing("=", with: ""), escaped]
    {
      #expect(try value(fromJSON: #"{"bytesValue":"\#(text)"}"#) == expected, "\(text)")
    }
  }

  @Test(arguments: [
    "A", "AAAAA", "AA=", "A===", "AAA==", "AAAA=", "=", "====", "AA=A", "A A=", "AA\\n==", "Ä",
  ])
  func whatIsNoBase64IsRefused(_ text: String) {
    let fault = jsonFault(spanJSON(#""attributes":[{"value":{"bytesValue":"\#(text)"}}]"#))
    #expect(fault == OTLPJSONError(.expected(.base64), at: 81))
  }
}
