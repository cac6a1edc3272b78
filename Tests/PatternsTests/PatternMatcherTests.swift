import Patterns
import Testing

@Suite struct PatternMatcherTests {
  private static func replaced(
    _ pattern: String, _ template: String, _ text: String, limit: Int = 1000
  ) throws -> (PatternMatcher.Outcome, String) {
    guard var matcher = PatternMatcher() else { return (.failed, "no memory") }
    let substitution = Substitution(
      name: "own", pattern: try Pattern(pattern), replacement: PatternReplacement(template))
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    let outcome = unsafe matcher.replace(substitution, in: bytes.span.bytes, limit: limit, into: &output)
    return (outcome, String(decoding: output, as: UTF8.self))
  }

  @Test(arguments: [
    ("b+", "<$0>", "abbcb", "a<bb>c<b>"), ("(a)|(b)", "[$1|$2]", "ab", "[a|][|b]"), ("x", "", "axbx", "ab"),
    ("(?<=a)b", "-", "abb", "a-b"), ("\\b", "|", "a b", "|a| |b|"), ("é", "e", "éé", "ee"),
    ("a", "$9$$", "a", "$"),
  ])
  func everyMatchIsReplaced(_ pattern: String, _ template: String, _ text: String, _ left: String) throws {
    let (outcome, output) = try Self.replaced(pattern, template, text)
    #expect(outcome == .changed && output == left)
  }

  @Test func whatDoesNotMatchIsUnchanged() throws {
    #expect(try Self.replaced("x", "y", "abc").0 == .unchanged)
    #expect(try Self.replaced("x", "y", "").0 == .unchanged)
  }

  @Test func boundsFail() throws {
    #expect(try Self.replaced("(a+)+$", "x", String(repeating: "a", count: 40) + "b").0 == .failed)
    #expect(try Self.replaced("a", "bbbbbbbbbb", String(repeating: "a", count: 20), limit: 100).0 == .failed)
  }

  @Test func aPatternThatIsMissingCountsAsOneThatMatches() {
    guard var matcher = PatternMatcher() else {
      Issue.record("no memory")
      return
    }
    let missing = Substitution(name: "own", pattern: nil, replacement: PatternReplacement("x"))
    var output: [UInt8] = []
    let bytes = Array("a".utf8)
    let outcome = unsafe matcher.replace(missing, in: bytes.span.bytes, limit: 10, into: &output)
    #expect(outcome == .failed)
  }
}
