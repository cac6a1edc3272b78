import Foundation
import TelemetryEngine
import Testing

@Suite struct OTLPJSONTextTests {
  /// Every position in a word, so that the search by words and the one by bytes both meet it.
  @Test(arguments: (0...0x9f).compactMap(Unicode.Scalar.init))
  func everyCharacterSurvivesAtEveryPosition(_ scalar: Unicode.Scalar) throws {
    for padding in 0...17 {
      let text = String(repeating: "a", count: padding) + String(Character(scalar)) + "123456789"
      let written = try json(.traces, spanRequest { $0.text(5, text) })
      let parsed = try JSONSerialization.jsonObject(with: Data(written.utf8))
      #expect(name(in: parsed) == text)
    }
  }

  private func name(in parsed: Any) -> String? {
    let resource = ((parsed as? [String: Any])?["resourceSpans"] as? [[String: Any]])?.first
    let scope = (resource?["scopeSpans"] as? [[String: Any]])?.first
    return (scope?["spans"] as? [[String: Any]])?.first?["name"] as? String
  }

  @Test func controlCharactersAreEscaped() throws {
    let request = spanRequest { $0.text(5, "\u{0}\u{1f}\"\\/\n\r\t\u{8}\u{c}\u{7f}") }
    let expected = spanJSON(#""name":"\u0000\u001f\"\\/\n\r\t\b\f"# + "\u{7f}\"")
    #expect(try json(.traces, request) == expected)
  }

  @Test(
    arguments: [
      [0x80], [0xbf], [0xc0, 0x80], [0xc1, 0xbf], [0xc2], [0xc2, 0x41], [0xe0, 0x9f, 0x80], [0xe1, 0x80],
      [0xed, 0xa0, 0x80], [0xe2, 0x28, 0xa1], [0xf0, 0x8f, 0x80, 0x80], [0xf4, 0x90, 0x80, 0x80],
      [0xf5, 0x80, 0x80, 0x80], [0xf1, 0x80, 0x80], [0xff], [0xfe],
    ] as [[UInt8]])
  func textThatIsNoUTF8IsRefused(_ bytes: [UInt8]) throws {
    for padding in [0, 7, 8] {
      let text = [UInt8](repeating: 0x61, count: padding) + bytes
      let error = #expect(throws: WireError.self) {
        try json(.traces, spanRequest { $0.payload(5, text) })
      }
      #expect(error?.reason == .invalidUTF8)
    }
  }

  @Test(arguments: 0...6)
  func bytesAreBase64(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: 0xfb &+ $0 &* 37) }
    let text = Data(bytes).base64EncodedString()
    let request = attributeRequest { $0.payload(7, bytes) }
    #expect(try json(.traces, request) == spanJSON(#""attributes":[{"value":{"bytesValue":"\#(text)"}}]"#))
  }
}
