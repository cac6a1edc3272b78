import Configuration
import Foundation
import Testing

@Suite struct LocalFilesTests {
  private let files = LocalFiles()

  /// A new folder for one test, removed after it.
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "configuration-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(files.canonicalPath(folder.path))
  }

  @Test func readsWholeFilesWithinTheLimit() throws {
    try inFolder { folder in
      let path = "\(folder)/a.yaml"
      try String(repeating: "x", count: 100_000).write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try files.read(path, maxBytes: 100_000).count == 100_000)
      #expect(throws: FileProblem.tooLarge(maxBytes: 99_999)) { try files.read(path, maxBytes: 99_999) }
      #expect(throws: FileProblem.notFound) { try files.read("\(folder)/b.yaml", maxBytes: 1) }
      #expect(throws: FileProblem.isFolder) { try files.read(folder, maxBytes: 1) }
      #expect(files.exists(path))
      #expect(!files.exists(folder))
      #expect(files.names(in: folder) == ["a.yaml"])
    }
  }

  @Test func anIncludeThroughALinkOutOfTheFolderIsRefused() throws {
    try inFolder { folder in
      let configuration = "\(folder)/configuration"
      try FileManager.default.createDirectory(atPath: configuration, withIntermediateDirectories: true)
      try "bundles: {}".write(toFile: "\(folder)/outside.yaml", atomically: true, encoding: .utf8)
      try FileManager.default.createSymbolicLink(
        atPath: "\(configuration)/link.yaml", withDestinationPath: "\(folder)/outside.yaml")
      let file = "\(configuration)/hephaestus.yaml"
      try "version: 1\ninclude: [link.yaml]\n".write(toFile: file, atomically: true, encoding: .utf8)
      let report = ConfigurationValidator(files: files).validate(paths: [file])
      #expect(report.diagnostics.map(\.code) == [.include])
    }
  }
}
