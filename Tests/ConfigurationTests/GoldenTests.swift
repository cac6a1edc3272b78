import Configuration
import Foundation
import Testing

/// Files under `Goldens`: what stands before the line of dashes is the configuration, what follows is what
/// `validate` prints for it. HEPHAESTUS_WRITE_GOLDENS=1 writes what it prints now, to be read before it is
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
    let file = try #require(parts.first) + "\n"
    let report = ConfigurationValidator(files: MemoryFiles(["f.yaml": file])).validate(paths: ["f.yaml"])
    if ProcessInfo.processInfo.environment["HEPHAESTUS_WRITE_GOLDENS"] != nil {
      try ((parts.first ?? "") + Self.divider + report.text)
        .write(to: Self.folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    #expect(parts.count == 2)
    #expect(report.text == parts.last)
  }

  @Test func thereAreGoldens() { #expect(Self.names.count >= 12) }
}
