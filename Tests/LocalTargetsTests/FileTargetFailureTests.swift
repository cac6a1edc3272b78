import Foundation
import LocalTargets
import TelemetryEngine
import Testing

@Suite struct FileTargetFailureTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func reason(_ path: String) -> String? {
    do throws(FileTargetError) {
      _ = try FileTarget(path: path)
      return nil
    } catch {
      return error.description
    }
  }

  private let remedy = "; let the gateway's user write there, or set another path in the target's endpoint"

  @Test func aDirectoryThatCannotBeMadeIsNamed() throws {
    try directory.write("file", "")
    let path = directory.path("file/below/telemetry.jsonl")
    let made = directory.path("file/below")
    #expect(reason(path) == "cannot create the directory \(made): Not a directory\(remedy)")
  }

  @Test func aPathThatIsADirectoryIsNamed() {
    #expect(reason(directory.path) == "cannot open \(directory.path): Is a directory\(remedy)")
  }

  @Test func aPipeIsNoFile() throws {
    let path = directory.path("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(reason(path) == "cannot open \(path): it is neither a file nor a device\(remedy)")
  }

  /// The super-user may write anywhere, so there is nothing to see for one.
  @Test(.enabled(if: geteuid() != 0))
  func aDirectoryWithoutPermissionIsNamed() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: directory.path)
    let path = directory.path("telemetry.jsonl")
    #expect(reason(path) == "cannot open \(path): Permission denied\(remedy)")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskLeavesTheBatchUnanswered() async throws {
    let path = directory.path("telemetry.jsonl")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/full")
    let target = try FileTarget(path: path)
    let expected = "cannot write to \(path): No space left on device"
    #expect(await target.write(.traces, []) == .unanswered(reason: expected))
    try FileManager.default.removeItem(atPath: path)
    #expect(await target.write(.traces, []) == .accepted(.success))
    #expect(directory.text("telemetry.jsonl") == "{}\n")
  }

  /// A directory in the place of the oldest file cannot be replaced by a file.
  @Test func aRotationThatFailsWritesNothingAndIsTriedAgain() async throws {
    let plan = RotationPlan(maximumFileSize: 3, keptFiles: 1)
    let target = try FileTarget(path: directory.path("t"), rotation: plan)
    #expect(await target.write(.traces, []) == .accepted(.success))
    try FileManager.default.createDirectory(
      atPath: directory.path("t.1"), withIntermediateDirectories: false)
    let expected = "cannot rotate \(directory.path("t")): Is a directory"
    #expect(await target.write(.traces, []) == .unanswered(reason: expected))
    #expect(directory.text("t") == "{}\n")
    try FileManager.default.removeItem(atPath: directory.path("t.1"))
    #expect(await target.write(.traces, []) == .accepted(.success))
    #expect(directory.names == ["t", "t.1"])
  }
}
