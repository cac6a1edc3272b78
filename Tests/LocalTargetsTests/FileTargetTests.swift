import Foundation
import LocalTargets
import TelemetryEngine
import Testing

@Suite struct FileTargetTests {
  private let directory: TemporaryDirectory
  private let file: String

  init() throws {
    directory = try TemporaryDirectory()
    file = directory.path("telemetry.jsonl")
  }

  /// A request whose line in the file, with its end, is `length` bytes long.
  private func request(lineLength length: Int) -> [UInt8] {
    Requests.field(1, Requests.field(3, String(repeating: "x", count: length - 37)))
  }

  private func line(_ length: Int) -> String {
    #"{"resourceSpans":[{"schemaUrl":""# + String(repeating: "x", count: length - 37) + "\"}]}\n"
  }

  @Test func everyRequestIsALine() async throws {
    let target = try FileTarget(path: file)
    #expect(await target.write(.traces, request(lineLength: 50)) == .accepted(.success))
    #expect(await target.write(.logs, []) == .accepted(.success))
    #expect(directory.text("telemetry.jsonl") == line(50) + "{}\n")
  }

  @Test func filesAndDirectoriesAreForTheirOwnerAlone() async throws {
    let target = try FileTarget(path: directory.path("a/b/telemetry.jsonl"))
    #expect(await target.write(.traces, []) == .accepted(.success))
    #expect(try directory.permissions("a") == 0o700)
    #expect(try directory.permissions("a/b") == 0o700)
    #expect(try directory.permissions("a/b/telemetry.jsonl") == 0o600)
  }

  @Test func aRestartAppends() async throws {
    let first = try FileTarget(path: file)
    _ = await first.write(.traces, request(lineLength: 40))
    await first.close()
    let second = try FileTarget(path: file)
    _ = await second.write(.traces, request(lineLength: 41))
    #expect(directory.text("telemetry.jsonl") == line(40) + line(41))
  }

  @Test func aLineThatACrashTorePutsTheNextOneOnALineOfItsOwn() async throws {
    try directory.write("telemetry.jsonl", line(40) + #"{"resourceSp"#)
    let target = try FileTarget(path: file)
    _ = await target.write(.traces, request(lineLength: 41))
    _ = await target.write(.traces, request(lineLength: 42))
    let expected = line(40) + "{\"resourceSp\n" + line(41) + line(42)
    #expect(directory.text("telemetry.jsonl") == expected)
  }

  @Test func aFullFileMakesWayForANewOne() async throws {
    let rotation = RotationPlan(maximumFileSize: 100, keptFiles: 2)
    let target = try FileTarget(path: file, rotation: rotation)
    for length in [50, 50, 60, 40, 41, 90, 300, 51] {
      #expect(await target.write(.traces, request(lineLength: length)) == .accepted(.success))
    }
    #expect(directory.names == ["telemetry.jsonl", "telemetry.jsonl.1", "telemetry.jsonl.2"])
    #expect(directory.text("telemetry.jsonl") == line(51))
    #expect(directory.text("telemetry.jsonl.1") == line(300))
    #expect(directory.text("telemetry.jsonl.2") == line(90))
    #expect(try directory.permissions("telemetry.jsonl") == 0o600)
  }

  @Test func rotationCountsWhatWasThereBefore() async throws {
    try directory.write("telemetry.jsonl", line(60))
    let target = try FileTarget(path: file, rotation: RotationPlan(maximumFileSize: 100, keptFiles: 1))
    _ = await target.write(.traces, request(lineLength: 41))
    #expect(directory.text("telemetry.jsonl") == line(41))
    #expect(directory.text("telemetry.jsonl.1") == line(60))
  }

  @Test(arguments: [true, false])
  func aFileThatSomeoneTookAwayIsMadeAnew(_ isMoved: Bool) async throws {
    let target = try FileTarget(path: file)
    _ = await target.write(.traces, request(lineLength: 40))
    if isMoved {
      try FileManager.default.moveItem(atPath: file, toPath: directory.path("moved"))
    } else {
      try FileManager.default.removeItem(atPath: file)
    }
    #expect(await target.write(.traces, request(lineLength: 41)) == .accepted(.success))
    #expect(directory.text("telemetry.jsonl") == line(41))
  }

  @Test func batchesOfSeveralThreadsDoNotMix() async throws {
    let target = try FileTarget(path: file)
    let outcomes = await withTaskGroup(of: ExportOutcome.self) { group in
      for index in 0..<200 {
        let request = request(lineLength: 40 + index % 7)
        group.addTask { await target.write(.traces, request) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes == Array(repeating: .accepted(.success), count: 200))
    let lines = try #require(directory.text("telemetry.jsonl")).split(separator: "\n")
    #expect(lines.count == 200)
    #expect(lines.allSatisfy { line(($0.utf8.count) + 1) == $0 + "\n" })
  }

  /// So that delivery sends it split and only the culprit is lost.
  @Test func aRequestThatIsNoneIsRefusedForItsContent() async throws {
    let target = try FileTarget(path: file)
    guard case .refused(let refusal) = await target.write(.traces, [0x0a, 0x05]) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.isAboutContent && !refusal.isRetryable)
    #expect(directory.text("telemetry.jsonl") == "")
  }

  @Test func nothingIsWrittenOnceItIsClosed() async throws {
    let target = try FileTarget(path: file)
    await target.close()
    #expect(await target.write(.traces, []) == .unanswered(reason: "the file target is closed"))
    #expect(directory.text("telemetry.jsonl") == "")
  }

  @Test func closingWaitsForWhatWasHandedOver() async throws {
    let target = try FileTarget(path: file)
    let bytes = WireBuffer(minimumCapacity: 64).sealed()
    for _ in 0..<100 { target.write(.traces, bytes, 0..<0) { _ in } }
    await target.close()
    #expect(directory.text("telemetry.jsonl") == String(repeating: "{}\n", count: 100))
  }
}
