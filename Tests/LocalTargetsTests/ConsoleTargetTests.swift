import Foundation
import LocalTargets
import TelemetryEngine
import Testing

@Suite struct ConsoleTargetTests {
  /// The two ends of a pipe, closed with the test.
  private final class Pipe {
    let reader: Int32
    let writer: Int32
    private(set) var isReaderOpen = true

    init() {
      var ends: [Int32] = [0, 0]
      #expect(unsafe pipe(&ends) == 0)
      (reader, writer) = (ends[0], ends[1])
    }

    func closeReader() {
      if isReaderOpen { close(reader) }
      isReaderOpen = false
    }

    func readAvailable() -> String {
      var bytes = [UInt8](repeating: 0, count: 1 << 17)
      let count = unsafe read(reader, &bytes, bytes.count)
      return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
    }

    /// Fills the pipe until it takes nothing more.
    func fill() {
      _ = fcntl(writer, F_SETFL, O_NONBLOCK)
      let bytes = [UInt8](repeating: 0x2e, count: 4096)
      while unsafe write(writer, bytes, bytes.count) > 0 {}
    }

    deinit {
      closeReader()
      close(writer)
    }
  }

  private let batch = Requests.request(service: "checkout", [Requests.span("GET /cart")])
  private let line = "traces  1 span  checkout: GET /cart ×1\n"

  @Test func everyBatchIsALine() async {
    let pipe = Pipe()
    let target = ConsoleTarget(descriptor: pipe.writer)
    #expect(await target.write(.traces, batch) == .accepted(.success))
    #expect(await target.write(.traces, batch) == .accepted(.success))
    await target.close()
    #expect(pipe.readAvailable() == line + line)
  }

  @Test func aClosedConsoleIsGivenUpWithoutHarm() async {
    let pipe = Pipe()
    let target = ConsoleTarget(descriptor: pipe.writer)
    pipe.closeReader()
    let expected = ExportOutcome.unusable(reason: "standard output is closed: Broken pipe")
    #expect(await target.write(.traces, batch) == expected)
  }

  @Test func aConsoleThatTakesNothingIsNotWaitedForLong() async {
    let pipe = Pipe()
    pipe.fill()
    let target = ConsoleTarget(descriptor: pipe.writer, patience: .milliseconds(1))
    let expected = ExportOutcome.unanswered(reason: "standard output does not take a line")
    #expect(await target.write(.traces, batch) == expected)
    _ = pipe.readAvailable()
    #expect(await target.write(.traces, batch) == .accepted(.success))
    #expect(pipe.readAvailable() == line)
  }

  @Test func aRequestThatIsNoneIsRefusedForItsContent() async {
    let target = ConsoleTarget(descriptor: Pipe().writer)
    guard case .refused(let refusal) = await target.write(.logs, [0x0a, 0x05]) else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.isAboutContent)
  }

  @Test func theOneThatDiscardsAcceptsAnything() async {
    #expect(await DiscardTarget().write(.logs, [0x0a, 0x05]) == .accepted(.success))
  }
}
