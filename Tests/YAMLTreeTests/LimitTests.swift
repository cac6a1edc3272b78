import Testing
import YAMLTree

/// The limits as they are set for configuration files, at the limit and one past it.
@Suite struct LimitTests {
  private func failure(_ text: String) -> String { place(parse(text).failure) }

  @Test func oneMebibyte() {
    let text = "a: 1 #"
    let filling = String(repeating: "x", count: (1 << 20) - text.count)
    #expect(failure(text + filling) == "no error")
    #expect(failure(text + filling + "x") == "1:1: the file is larger than 1048576 bytes")
  }

  @Test func sixtyFourLevels() {
    func nested(_ levels: Int) -> String {
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    #expect(failure(nested(64)) == "no error")
    #expect(failure(nested(65)) == "1:65: nested deeper than 64 levels")
    let block = (0..<65).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(failure(block) == "65:65: nested deeper than 64 levels")
  }

  @Test func tenThousandNodes() {
    func list(_ count: Int) -> String {
      "[" + Array(repeating: "1", count: count).joined(separator: ",") + "]"
    }
    #expect(failure(list(9_999)) == "no error")
    #expect(failure(list(10_000)) == "1:20000: more than 10000 values, aliases expanded")
    // The anchor is 100 values and its list; 98 aliases of it, the list around and two keys fit in.
    let anchor = "a: &a \(list(99))\nb: ["
    func aliases(_ count: Int) -> String {
      anchor + Array(repeating: "*a", count: count).joined(separator: ",") + "]"
    }
    #expect(failure(aliases(98)) == "no error")
    #expect(failure(aliases(99)).hasSuffix("more than 10000 values, aliases expanded"))
  }
}
