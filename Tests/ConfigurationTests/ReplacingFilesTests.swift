import Configuration
import Foundation
import Testing

@Suite final class ReplacingFilesTests {
  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "replacing-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private func file(_ name: String, _ text: String, mode: Int) throws -> String {
    let path = folder.appending(path: name).path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return LocalFiles().canonicalPath(path)
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test(arguments: [0o600, 0o640, 0o644, 0o755])
  func permissionsStayAndNothingIsLeftBeside(mode: Int) throws {
    let path = try file("a.yaml", "old", mode: mode)
    try LocalFiles().replace(path, before: Array("old".utf8), with: Array("new".utf8))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try self.mode(path) == mode)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.yaml"])
  }

  @Test(arguments: ["other", "old and longer", ""])
  func aFileThatHasChangedStays(text: String) throws {
    let path = try file("a.yaml", text, mode: 0o644)
    #expect(throws: FileProblem.self) {
      try LocalFiles().replace(path, before: Array("old".utf8), with: Array("new".utf8))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func aMissingFileIsNotMade() {
    let path = folder.appending(path: "none.yaml").path
    #expect(throws: FileProblem.notFound) { try LocalFiles().replace(path, before: [], with: [65]) }
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
