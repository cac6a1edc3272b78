import Configuration
import Foundation
import Testing

/// Files under `Goldens`: what stands before the line of dashes is the configuration, what follows is what
/// `validate` prints for it. A line of dashes with a name begins a file that is included. HEPHAESTUS_WRITE_GOLDENS=1 writes what it prints now, to be read before it is
/// committed.
@Suite struct GoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
    path: "Goldens")
  private static let divider = "\n--------\n"

  private static var names: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }

  @Test(arguments: names)
  func findings(name: String) throws {
    let golden = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let parts = golden.components(separatedBy: Self.divider)
    let files = Self.files(try #require(parts.first))
    let report = ConfigurationValidator(files: MemoryFiles(files)).validate(paths: ["f.yaml"])
    if ProcessInfo.processInfo.environment["HEPHAESTUS_WRITE_GOLDENS"] != nil {
      try ((parts.first ?? "") + Self.divider + report.text)
        .write(to: Self.folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    #expect(parts.count == 2)
    #expect(report.text == parts.last)
  }

  private static func files(_ text: String) -> [String: String] {
    var files: [String: String] = [:]
    for (index, part) in text.components(separatedBy: "\n-------- ").enumerated() {
      let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      files[index == 0 ? "f.yaml" : String(lines[0])] = (index == 0 ? part : String(lines.last ?? "")) + "\n"
    }
    return files
  }

  /// A rule that no golden shows is shown by the test that is named beside it.
  @Test(arguments: DiagnosticCode.allCases)
  func everyRuleHasAGolden(code: DiagnosticCode) throws {
    let elsewhere: [DiagnosticCode: String] = [
      .undefinedReference: "ReferenceTests", .environment: "EnvironmentTests", .flag: "PrecedenceTests",
      .unreadable: "ValidationTests", .addedTarget: "EnvironmentTests", .ignoredVariable: "EnvironmentTests",
      .deprecatedKey: "CertainFixTests", .limit: "ValidationTests",
      .needsRestart: "test_reload.py",
    ]
    // What depends on the machine, or on what runs already, is shown by MachineTests and ReloadDecisionTests.
    let isOfFiles = code.rawValue < "HG2"
    if elsewhere[code] != nil || !isOfFiles { return }
    let isShown = try Self.names.contains { name in
      try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8).contains(
        "[\(code.rawValue)]\n")
    }
    #expect(isShown)
  }
}
