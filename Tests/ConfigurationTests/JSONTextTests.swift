import Configuration
import Foundation
import Testing

@Suite struct JSONTextTests {
  @Test(
    arguments: [
      (.null, "null"), (.bool(true), "true"), (false, "false"), (-5, "-5"),
      (.integer(.max), "9223372036854775807"),
      (0.05, "0.05"), (1e-9, "1e-09"), (.number(.nan), "null"), (.number(-.infinity), "null"), ("", "\"\""),
      ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t\u{8}\u{0}", #""\n\r\t\u0008\u0000""#),
      ("\u{1B}[31m\u{7F}\u{9B}\u{2028}", #""\u001b[31m\u007f\u009b\u2028""#),
      ("é👨‍👩‍👧e\u{301}", "\"é👨‍👩‍👧e\u{301}\""),
      ("\r\n", #""\r\n""#), ([], "[]"), ([:], "{}"), ([1, [.null, "x"]], #"[1,[null,"x"]]"#),
      (["z": 1, "a": ["b": []]], #"{"z":1,"a":{"b":[]}}"#),
    ] as [(JSONText, String)])
  func compact(value: JSONText, text: String) {
    #expect(value.compact == text)
  }

  @Test func pretty() {
    let value: JSONText = ["a": 1, "b": [], "c": [2, ["d": "e"]], "f": [:]]
    #expect(
      value.pretty == """
        {
          "a": 1,
          "b": [],
          "c": [
            2,
            {
              "d": "e"
            }
          ],
          "f": {}
        }
        """)
  }

  @Test func absentMembersAreLeftOut() {
    #expect(JSONText.object(present: [("a", nil), ("b", 1)]) == ["b": 1])
    #expect(JSONText(nil as String?) == .null)
  }

  /// Every scalar of the basic plane goes through another implementation unchanged.
  @Test func everyScalarComesBack() throws {
    let all = String(
      String.UnicodeScalarView((0...0xFFFF).compactMap(Unicode.Scalar.init as (UInt32) -> Unicode.Scalar?)))
    for text in [JSONText.array([.string(all)]).compact, JSONText.array([.string(all)]).pretty] {
      let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
      #expect(read?.first.map { Array($0.unicodeScalars) } == Array(all.unicodeScalars))
    }
  }
}
