import Glibc
import PrivacyCatalogue
import Testing

@testable import Execution
@testable import TelemetryEngine

/// Spans as OTLP/JSON, so that a reader can judge them.
@Suite("The span of an execution")
struct ExecutionSpanTests {
  private func execution(_ outcome: CommandOutcome, parent: String? = nil, state: String? = nil) -> Execution
  {
    var numbers = Scripted(numbers: [])
    return Execution(
      context: ExecutionContext(traceParent: parent, traceState: state, using: &numbers), plugin: "pytest",
      outcome: outcome, start: 1_700_000_000_000_000_000, duration: .milliseconds(1500))
  }

  private func json(_ execution: Execution) throws -> String {
    let request = execution.request(version: "1.2.3")
    var output = WireBuffer(minimumCapacity: 0)
    try unsafe OTLPJSON.encode(.traces, request.span.bytes, into: &output)
    let text = String(decoding: output.sealed().copied(), as: UTF8.self)
    let start = try #require(text.firstRange(of: #""spans":["#)).upperBound
    return String(text[start...].dropLast("]}]}]}".count))
  }

  @Test("A command that succeeded")
  func success() throws {
    var execution = execution(.exited(0))
    execution.version = "1.0.0"
    execution.category = "testing"
    execution.processID = 42
    execution.arguments = ["/usr/bin/pytest", "-q"]
    execution.use = ResourceUse(maxResidentBytes: 4096, userSeconds: 0.5, systemSeconds: 0.25)
    #expect(
      try json(execution)
        == [
          #"{"traceId":"00000000000000010000000000000001","spanId":"0000000000000001","name":"plugins.execute","kind":1,"#,
          #""startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000001500000000","attributes":["#,
          #"{"key":"plugin","value":{"stringValue":"pytest"}},{"key":"version","value":{"stringValue":"1.0.0"}},"#,
          #"{"key":"category","value":{"stringValue":"testing"}},{"key":"success","value":{"boolValue":true}},"#,
          #"{"key":"exit_code","value":{"intValue":"0"}},{"key":"duration_seconds","value":{"doubleValue":1.5}},"#,
          #"{"key":"max_rss_bytes","value":{"intValue":"4096"}},{"key":"cpu_user_seconds","value":{"doubleValue":0.5}},"#,
          #"{"key":"cpu_system_seconds","value":{"doubleValue":0.25}},{"key":"process.pid","value":{"intValue":"42"}},"#,
          #"{"key":"process.executable.name","value":{"stringValue":"pytest"}},{"key":"process.command_args","#,
          #""value":{"arrayValue":{"values":[{"stringValue":"/usr/bin/pytest"},{"stringValue":"-q"}]}}}],"flags":257}"#,
        ].joined())
  }

  @Test("A child of a remote span, within the guard-rails")
  func child() throws {
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"
    var execution = execution(.exited(3), parent: parent, state: "a=1")
    execution.isWithinGuardRails = true
    let text = try json(execution)
    #expect(
      text.hasPrefix(
        #"{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"0000000000000001","traceState":"a=1","parentSpanId":"b7ad6b7169203331","#
      ))
    #expect(text.contains(#"{"key":"hephaestus.guard_rails","value":{"boolValue":true}}"#))
    #expect(
      text.contains(
        #"{"key":"success","value":{"boolValue":false}},{"key":"exit_code","value":{"intValue":"3"}}"#))
    #expect(text.hasSuffix(#""flags":768}"#))
    // A failure is no error.
    #expect(!text.contains("status"))
  }

  @Test("The guard-rails themselves")
  func guardRails() throws {
    var execution = execution(.exited(0))
    execution.isGuardRails = true
    #expect(try json(execution).contains(#""name":"guard-rails""#))
  }

  @Test(
    "What could not run and what was killed are errors",
    arguments: [
      (.signalled(SIGKILL), "SIGKILL", "ended by SIGKILL", 137),
      (.notRun(ENOENT), "not_found", "command not found", 127),
      (.notRun(EACCES), "not_executable", "command cannot be run", 126),
    ] as [(CommandOutcome, String, String, Int)])
  func error(outcome: CommandOutcome, type: String, message: String, exit: Int) throws {
    let text = try json(execution(outcome))
    #expect(text.contains(#""status":{"message":"\#(message)","code":2}"#))
    #expect(text.contains(#"{"key":"error.type","value":{"stringValue":"\#(type)"}}"#))
    #expect(text.contains(#"{"key":"exit_code","value":{"intValue":"\#(exit)"}}"#))
    #expect(text.contains(#"{"key":"exit_signal","value":{"stringValue":"SIGKILL"}}"#) == (type == "SIGKILL"))
    // What never ran used nothing.
    #expect(!text.contains("max_rss_bytes"))
  }

  @Test(
    "Seen by the gateway as what it is",
    arguments: [(.exited(0), .success), (.exited(1), .failure), (.signalled(9), .error)]
      as [(CommandOutcome, PluginObservation.Outcome)])
  func observed(outcome: CommandOutcome, expected: PluginObservation.Outcome) throws {
    let request = execution(outcome).request(version: "1")
    var pipeline = TelemetryPipeline(
      PipelineOptions(
        sampler: SpanSampler(root: .alwaysOn, isParentBased: false),
        privacy: PrivacyOptions(.init(mode: .strict), pseudonymKey: PseudonymKey(derivingFrom: "key")),
        serviceName: "hephaestus"))
    var output = WireBuffer(minimumCapacity: 0)
    let items = try unsafe pipeline.process(.traces, request.span.bytes, into: &output)
    #expect(items.kept == 1)
    #expect(pipeline.pluginObservations.map(\.outcome) == [expected])
    #expect(pipeline.pluginObservations.first?.plugin == "pytest")
    #expect(pipeline.pluginObservations.first?.seconds == 1.5)
  }
}
