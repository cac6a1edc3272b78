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
    #expect(throws: PatternProblem.self) { try Pattern("((ab{1,1000}c){1,1000}d){1,100}") }
  }
}
