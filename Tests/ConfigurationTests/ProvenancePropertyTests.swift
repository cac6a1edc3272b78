import Configuration
import Foundation
import Testing

/// What `explain` promises, over made-up layers and the shipped profiles.
@Suite struct ProvenancePropertyTests {
  static let seeds = Array(UInt64(1)...40)
  private static let shipped = ["default", "local", "ci", "production"]

  @Test(arguments: seeds, [false, true])
  func theOutputLoadsToTheSame(seed: UInt64, all: Bool) throws {
    let sample = LayeredSample(seed: seed)
    let loaded = sample.load()
    #expect(loaded.headlines.filter { $0.contains("error") } == [], "\(sample.yaml)")
    let original = try #require(loaded.configuration)
    let text = Explanation(sample.load(.explain)).file(withOverridden: all)
    let again = sample.reloaded(text)
    #expect(again.headlines.filter { $0.contains("error") } == [], "\(text)")
    let isSame = again.configuration == original
    #expect(isSame, "\(sample.yaml)\n\(text)")
    #expect(!text.contains("[secret]"))
  }

  @Test(arguments: shipped)
  func aShippedProfileLoadsToTheSame(name: String) throws {
    let result = loadResult(profile: name)
    let text = Explanation(result).file()
    #expect(loadResult(text, profile: name).configuration == result.configuration)
    let report = ConfigurationValidator(files: MemoryFiles(["f.yaml": text])).validate(paths: ["f.yaml"])
    #expect(report.errors == 0, "\(report.diagnostics.map(\.headline))")
  }

  @Test func theOutputOfTheOutputIsTheOutput() {
    let sample = LayeredSample(seed: 7)
    let text = Explanation(sample.load(.explain)).file()
    let again = Explanation(sample.reloaded(text)).file()
    func values(_ text: String) -> [String] {
      text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
        let value = line.firstRange(of: "  # ").map { line[..<$0.lowerBound] } ?? line
        return value.trimmingCharacters(in: .whitespaces)
      }
    }
    #expect(values(again) == values(text))
  }

  @Test(arguments: seeds.prefix(15))
  func withoutItsSourceAValueIsAnotherOrTheNextInTheChain(seed: UInt64) throws {
    let sample = LayeredSample(seed: seed)
    var judged = 0
    for setting in Explanation(sample.load(.explain)).settings {
      guard let first = setting.steps.first, let assignment = first.assignment else { continue }
      judged += 1
      let without = Explanation(sample.without(assignment).load(.explain))
      guard let now = without.settings.first(where: { $0.path == setting.path }) else { continue }
      let next = setting.steps.dropFirst().first
      let isNext = now.steps.first.map(label) == next.map(label)
      let isOther = now.steps.first?.value != first.value
      #expect(isNext || isOther, "\(setting.path) in \(sample.yaml)")
    }
    #expect(judged > 0)
  }

  /// A source without its line: taking something out moves the rest.
  private func label(_ step: Provenance.Step) -> String {
    switch step.assignment?.origin {
    case .file(_, let fragment)?: "\(fragment)"
    case .environment(let variable)?: variable
    case .flag(let name)?: "--set \(name)"
    case nil: "default"
    }
  }

  @Test func everySettingIsExplainedWithAValueThatLoads() throws {
    let result = loadResult(profile("targets: { default: { endpoint: \"https://h\" } }"))
    for setting in Schema.current.settings {
      let path = setting.pattern.map { $0 == "NAME" ? "default" : $0 }.joined(separator: ".")
      guard case .setting(let explanation) = try PathExplanation(path, in: result) else {
        Issue.record("\(path) is no setting")
        continue
      }
      #expect(explanation.text.contains(setting.documentation))
      if let variable = setting.environment { #expect(explanation.text.contains(variable)) }
    }
  }

  @Test func theVariablesOfAShippedProfileGiveItsSettings() throws {
    for name in ["ci", "production"] {
      let result = loadResult(profile: name)
      let lines = EnvironmentExport(profile: result).text.split(separator: "\n").filter {
        $0.hasPrefix("export ")
      }
      let pairs = lines.map {
        $0.dropFirst("export ".count).split(separator: "=", maxSplits: 1).map(String.init)
      }
      let environment = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
      var expected = try #require(result.configuration)
      expected.logging = GatewayConfiguration().logging
      #expect(loadResult(environment: environment).configuration == expected)
    }
  }
}
