import Configuration
import Testing

@Suite struct RuleTextTests {
  @Test(arguments: DiagnosticCode.allCases)
  func everyRuleIsFoundByCodeAndName(code: DiagnosticCode) throws {
    let page = try #require(RulePage.named(code.rawValue.lowercased()))
    #expect(page.code == code)
    #expect(RulePage.named(page.name.uppercased())?.code == code)
    let text = page.rendered(in: .plain)
    #expect(text.hasPrefix("\(code.rawValue) \(page.name) ("))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("    ") })
    #expect(RulePage.list(in: .plain).contains("\(code.rawValue)  "))
  }

  @Test func anUnknownRuleHasASuggestion() {
    #expect(RulePage.named("HG999") == nil)
    #expect(RulePage.suggestion(for: "unknow-key") == "unknown-key")
    #expect(RulePage.suggestion(for: "HG0002") == "HG002")
  }
}
