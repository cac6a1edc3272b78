import Delivery
import Gateway
import Logging
import Synchronization
import Testing

/// Keeps lines instead of writing them, under a clock that the test moves.
private final class Recorder: Sendable {
  private let lines = Mutex<[String]>([])
  private let seconds = Mutex(0)

  func output(_ format: LogRecord.Format) -> LogOutput {
    LogOutput(
      format: format, wallClock: { LogTimestamp(milliseconds: 0) },
      monotonicClock: { MonotonicTime(nanoseconds: Int64(self.seconds.withLock { $0 }) * 1_000_000_000) },
      write: { line in self.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
  }

  func pass(seconds count: Int) { seconds.withLock { $0 += count } }

  /// The lines so far without their time.
  var messages: [String] {
    lines.withLock { $0.map { String($0.dropFirst("1970-01-01T00:00:00.000Z ".count).dropLast()) } }
  }
}

private struct Failure: Error, CustomStringConvertible {
  var description: String { "it broke" }
}

@Suite struct GatewayLogHandlerTests {
  @Test func metadataOfAllOriginsIsShownInOrder() {
    let recorder = Recorder()
    let output = recorder.output(.text)
    var logger = Logger(label: "test") { _ in
      var handler = GatewayLogHandler(output: output, level: .info)
      handler.metadataProvider = .init { ["b": "provider", "c": "provider"] }
      return handler
    }
    logger[metadataKey: "a"] = "logger"
    logger[metadataKey: "b"] = "logger"
    #expect(logger[metadataKey: "a"] == "logger")
    logger.warning("hello", metadata: ["c": "event", "list": ["x", "y"]])
    logger.error("failed", error: Failure())
    #expect(
      recorder.messages == [
        #"WARNING hello a=logger b=provider c=event list="[\"x\", \"y\"]""#,
        #"ERROR failed a=logger b=provider c=provider error="it broke""#,
      ])
  }

  @Test func whatIsBelowTheLevelIsNotLogged() {
    let recorder = Recorder()
    let output = recorder.output(.text)
    var logger = Logger(label: "test") { _ in GatewayLogHandler(output: output, level: .warning) }
    logger.info("quiet")
    logger.warning("loud")
    logger.logLevel = .debug
    logger.debug("fine")
    #expect(recorder.messages == ["WARNING loud", "DEBUG fine"])
  }

  @Test func repeatsAreSummedUp() {
    let recorder = Recorder()
    let output = recorder.output(.text)
    let logger = Logger(label: "test") { _ in GatewayLogHandler(output: output, level: .info) }
    for _ in 0..<38 { logger.warning("refused", metadata: ["kind": "tls", "peer": "10.0.0.1"]) }
    logger.info("no kind, no limit")
    logger.info("no kind, no limit")
    output.writeDueSummaries()
    recorder.pass(seconds: 10)
    output.writeDueSummaries()
    output.writeDueSummaries()
    logger.warning("refused", metadata: ["kind": "tls", "peer": "10.0.0.1"])
    output.finish()
    #expect(
      recorder.messages == [
        "WARNING refused kind=tls peer=10.0.0.1", "INFO no kind, no limit", "INFO no kind, no limit",
        "WARNING refused … 37 more in 10s kind=tls peer=10.0.0.1 repeats=37",
        "WARNING refused … 1 more in 10s kind=tls peer=10.0.0.1 repeats=1",
      ])
    #expect(output.suppressedLines == 38)
  }
}
