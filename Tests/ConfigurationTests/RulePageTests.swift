import Configuration
import Testing

@Suite struct RulePageTests {
  @Test func namesAreUnique() {
    #expect(Set(DiagnosticCode.allCases.map(\.page.name)).count == DiagnosticCode.allCases.count)
  }

  @Test(arguments: DiagnosticCode.allCases)
  func everyRuleHasAPage(code: DiagnosticCode) {
    let page = code.page
    #expect(page.code == code)
    #expect(page.name.wholeMatch(of: /[a-z]+(-[a-z0-9]+)*/) != nil)
    #expect(page.summary.hasSuffix(".") && !page.summary.contains("\n"))
    #expect(page.text.count > 60)
  }

  /// What the pages show as wrong is found, and as right is not.
  @Test(arguments: DiagnosticCode.allCases)
  func examplesHold(code: DiagnosticCode) {
    let isOfFiles = code.rawValue < "HG2"
    if isOfFiles, let wrong = code.page.wrong { #expect(codes(in: wrong).contains(code)) }
    if let right = code.page.right {
      #expect(!codes(in: right).contains(code))
      #expect(!findings(in: right).contains { $0.severity == .error })
    }
  }

  /// The environment's rules have no YAML to show.
  @Test func lintRulesHaveExamples() {
    for code in DiagnosticCode.allCases where code.rawValue.hasPrefix("HG1") && code != .deprecatedKey {
      #expect(code.page.wrong != nil && code.page.right != nil, "\(code)")
    }
  }

  private func codes(in example: String) -> Set<DiagnosticCode> { Set(findings(in: example).map(\.code)) }

  private func findings(in example: String) -> [Diagnostic] {
    let file = example.hasPrefix("version") ? example : profile(example)
    return ConfigurationValidator(files: MemoryFiles(["f.yaml": file])).validate(paths: ["f.yaml"])
      .diagnostics
  }
}
