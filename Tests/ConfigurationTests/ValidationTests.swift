import Configuration
import Testing

@Suite struct ValidationTests {
  private static let clean = "version: 1\nprofiles: { a: { enabled: true, prometheus: { host: 127.0.0.1 } } }"
  private static let warned = "version: 1\ninclude: [x-*.yaml]\nprofiles: { a: {} }"
  private static let wrong = "version: 1\nprofiles: { a: { sampling: { ratio: 2 } }, b: { enabld: true } }"

  private static let validator = ConfigurationValidator(
    files: MemoryFiles(["clean.yaml": clean, "warned.yaml": warned, "wrong.yaml": wrong, "-": clean]))

  @Test(arguments: [
    (["clean.yaml"], false, Int32(0)), (["clean.yaml"], true, 0), (["warned.yaml"], false, 0),
    (["warned.yaml"], true, 1), (["wrong.yaml"], false, 1), (["clean.yaml", "wrong.yaml"], false, 1),
    (["no.yaml"], false, 2), (["wrong.yaml", "no.yaml"], false, 2), (["-"], false, 0), ([], false, 0),
  ])
  func exitCodes(paths: [String], strict: Bool, expected: Int32) {
    #expect(Self.validator.validate(paths: paths).exitCode(strict: strict) == expected)
  }

  @Test func everyProfileIsJudged() {
    let report = Self.validator.validate(paths: ["wrong.yaml"])
    #expect(report.diagnostics.map(\.line) == [2, 2])
    #expect(report.text.contains("\n2 errors, 0 warnings"))
  }

  @Test func oneProfileAlone() {
    #expect(
      Self.validator.validate(paths: ["wrong.yaml"], profile: "b").diagnostics.map(\.path) == ["enabld"])
    let unknown = Self.validator.validate(paths: ["wrong.yaml"], profile: "c")
    #expect(
      unknown.diagnostics.map(\.headline) == ["error: wrong.yaml has no profile `c`; there is a, b [HG007]"])
  }

  @Test func theEnvironmentDoesNotCount() {
    let file = """
      version: 1
      profiles:
        a:
          enabled: false
          sampling: { ratio: "${env:RATIO}" }
          prometheus: { port: "${env:PORT:-9464}" }
          targets: { t: { endpoint: "${env:ENDPOINT}", protocol: http/json, headers: { a: "${file:/no}" } } }
      """
    let validator = ConfigurationValidator(
      environment: ["RATIO": "nonsense"], files: MemoryFiles(["f.yaml": file]))
    #expect(validator.validate(paths: ["f.yaml"]).text == "f.yaml: nothing to object to\n")
  }

  @Test func aDefaultOfTheWrongTypeIsFound() {
    let file = "version: 1\nprofiles: { a: { prometheus: { port: \"${env:PORT:-http}\" } } }"
    let report = ConfigurationValidator(files: MemoryFiles(["f.yaml": file])).validate(paths: ["f.yaml"])
    #expect(
      report.diagnostics.map(\.headline) == [
        "f.yaml:2:38: error: `prometheus.port` must be a whole number from 0 to 65535; the default in the reference is not [HG003]"
      ])
  }

  /// The bar: every single-character change of a key is an error at that key, mostly with the right word.
  @Test func everyMistypedKeyOfTheShippedFileIsFoundWhereItStands() throws {
    let lines = ShippedConfiguration.text.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    let keys = [
      "version", "bundles", "profiles", "targets", "endpoint", "sampling", "sampler", "ratio", "enabled",
      "prometheus",
      "host", "port", "extends", "privacy", "mode", "required", "service", "name", "logging", "format",
    ]
    var (mutants, suggested) = (0, 0)
    for (index, line) in lines.enumerated() where !line.drop(while: { $0 == " " }).hasPrefix("#") {
      for key in keys {
        guard let range = line.ranges(of: "\(key):").first else { continue }
        let column = line.distance(from: line.startIndex, to: range.lowerBound) + 1
        if column > 1, !" {".contains(Array(line)[column - 2]) { continue }
        for mutant in mutations(of: key) {
          var changed = lines
          changed[index] = line[..<range.lowerBound] + "\(mutant):" + line[range.upperBound...]
          let files = MemoryFiles(["f.yaml": changed.joined(separator: "\n")])
          let findings = ConfigurationValidator(files: files).validate(paths: ["f.yaml"]).diagnostics
          let found = findings.first { $0.line == index + 1 && $0.column == column && $0.severity == .error }
          #expect(found != nil, "\(index + 1): \(mutant)")
          mutants += 1
          if found?.suggestion == key { suggested += 1 }
        }
      }
    }
    #expect(mutants > 500)
    #expect(Double(suggested) / Double(mutants) >= 0.95)
  }

  @Test func bundlesThatMultiplyAreBounded() {
    var file = "version: 1\nbundles:\n  b0: { enabled: true }\n"
    for level in 1...40 { file += "  b\(level): { bundles: [b\(level - 1), b\(level - 1)] }\n" }
    file += "profiles: { a: { bundles: [b40] } }\n"
    let report = ConfigurationValidator(files: MemoryFiles(["f.yaml": file])).validate(paths: ["f.yaml"])
    #expect(report.errors > 0)
    #expect(report.diagnostics.allSatisfy { $0.code == .limit })
  }

  /// What costs most is profiles times values; the end of that is one finding, not a wait.
  @Test func profilesThatAllBuildOnALargeBundleAreBounded() {
    var file = "version: 1\nbundles:\n  large:\n    service:\n      attributes:\n"
    for index in 0..<2000 { file += "        k\(index): v\n" }
    file += "profiles:\n"
    for index in 0..<60 { file += "  p\(index): { bundles: [large] }\n" }
    let report = ConfigurationValidator(files: MemoryFiles(["f.yaml": file])).validate(paths: ["f.yaml"])
    #expect(report.diagnostics.map(\.code) == [.limit])
  }

  /// Half-written files give findings, never a crash.
  @Test func everyBeginningOfTheShippedFileIsJudged() {
    let bytes = Array(ShippedConfiguration.text.utf8)
    for length in stride(from: 0, to: bytes.count, by: 11) {
      let text = String(decoding: bytes.prefix(length), as: UTF8.self)
      let report = ConfigurationValidator(files: MemoryFiles(["f.yaml": text])).validate(paths: ["f.yaml"])
      #expect(report.diagnostics.allSatisfy { !$0.rendered.isEmpty })
    }
  }

  private func mutations(of key: String) -> [String] {
    var mutants: Set<String> = []
    let letters = Array(key)
    for index in letters.indices {
      var dropped = letters
      dropped.remove(at: index)
      var replaced = letters
      replaced[index] = "q"
      var doubled = letters
      doubled.insert(letters[index], at: index)
      mutants.formUnion([String(dropped), String(replaced), String(doubled)])
      if index > 0 {
        var swapped = letters
        swapped.swapAt(index - 1, index)
        mutants.insert(String(swapped))
      }
    }
    mutants.remove(key)
    return mutants.sorted()
  }
}
