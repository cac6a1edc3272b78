import Patterns
import Testing

@Suite struct PatternTests {
  @Test func whatIsNoPatternSaysWhere() {
    #expect(throws: PatternProblem.self) { try Pattern("a(b") }
    do {
      _ = try Pattern("ab[c")
      Issue.record("compiled")
    } catch {
      #expect(error.offset == 4)
    }
  }

  @Test func tooLargePatternsAreRefused() {
    #expect(throws: PatternProblem.self) { try Pattern(String(repeating: "a", count: 1001)) }
    let large = String(repeating: "(a{1,1000}){1,1000}", count: 4)
    #expect(throws: PatternProblem.self) { try Pattern(large) }
  }

  @Test(arguments: [("ab", 0), ("(a)(?:b)(c)", 2), ("(?<n>a)|(b)", 2)])
  func groups(text: String, count: Int) throws {
    #expect(try Pattern(text).groupCount == count)
  }

  @Test(arguments: [
    ("T-$1", nil), ("$0", nil), ("US$", "US$"), ("$$1", "$1"), ("$$", "$"), ("a$b", "a$b"), ("", ""),
    ("é$x", "é$x"),
  ])
  func whatAReplacementComesTo(template: String, literal: String?) {
    #expect(PatternReplacement(template).literal == literal)
  }

  @Test(arguments: [
    ("a", false), ("a+", false), ("a*", true), ("^", true), ("$", true), ("a|", true), ("(?=a)", true),
    ("\\b", true),
    ("(a?b)+", false),
  ])
  func theEmptyText(text: String, matches: Bool) throws {
    #expect(try Pattern(text).matchesEmptyText == matches)
  }

  @Test(arguments: [
    ("[A-Z]{4,}", "[REDACTED]", true), ("[A-Z]{9,}", "[REDACTED]", false), ("é", "caf\u{e9}", true),
    ("^a", "ba", false), ("a", "", false),
    // What cannot be told within bounds counts as found.
    ("(a+)+$", String(repeating: "a", count: 200) + "b", true),
  ])
  func searching(pattern: String, text: String, isFound: Bool) throws {
    #expect(try Pattern(pattern).isFound(in: text) == isFound)
  }
}
