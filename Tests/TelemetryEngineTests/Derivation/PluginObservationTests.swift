import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct PluginObservationTests {
  private static func execution(
    _ prefix: String = "", name: String = "plugins.execute", traceID: [UInt8] = Sample.traceID,
    _ more: (inout ProtobufBytes) -> Void = { _ in }
  ) -> [UInt8] {
    Sample.span(name, traceID: traceID) {
      $0.attribute(9, "\(prefix)plugin", "pytest")
      $0.attribute(9, "\(prefix)version", "1.2.3")
      $0.attribute(9, "\(prefix)category", "testing")
      more(&$0)
    }
  }

  private static func observe(
    _ spans: [[UInt8]], _ options: PipelineOptions = .passing(.strict)
  ) throws -> [PluginObservation] {
    try process(.traces, Sample.request(spans), options).observations
  }

  @Test(arguments: ["", "operation."])
  func labelsAndDurationAreTheSpans(_ prefix: String) throws {
    let observation = try #require(Self.observe([Self.execution(prefix)]).first)
    #expect(
      observation.plugin == "pytest" && observation.version == "1.2.3" && observation.category == "testing")
    #expect(observation.seconds == 1.5)
    #expect(observation.outcome == .success)
    #expect(!observation.isGuardRail)
  }

  struct Outcome: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var span: [UInt8]
    var outcome: PluginObservation.Outcome
  }

  static let outcomes: [Outcome] = [
    Outcome(
      testDescription: "success=true", span: execution { $0.attribute(9, "success") { $0.varint(2, 1) } },
      outcome: .success),
    Outcome(
      testDescription: "success=false", span: execution { $0.attribute(9, "success") { $0.varint(2, 0) } },
      outcome: .failure),
    Outcome(
      testDescription: "success=false, written longer",
      span: execution { $0.attribute(9, "success") { $0.raw([0x10, 0x80, 0x00]) } }, outcome: .failure),
    Outcome(
      testDescription: "success as a text", span: execution { $0.attribute(9, "success", "False") },
      outcome: .failure),
    Outcome(
      testDescription: "success as another text", span: execution { $0.attribute(9, "success", "no") },
      outcome: .success),
    Outcome(
      testDescription: "status ok", span: execution { $0.message(15) { $0.varint(3, 1) } }, outcome: .success),
    Outcome(
      testDescription: "status error", span: execution { $0.message(15) { $0.varint(3, 2) } }, outcome: .error
    ),
    Outcome(
      testDescription: "exception", span: execution { $0.message(11) { $0.text(2, "exception") } },
      outcome: .error),
    Outcome(
      testDescription: "another event", span: execution { $0.message(11) { $0.text(2, "exceptional") } },
      outcome: .success),
    Outcome(
      testDescription: "an error wins over a failure",
      span: execution {
        $0.message(15) { $0.varint(3, 2) }
        $0.attribute(9, "success") { $0.varint(2, 0) }
      }, outcome: .error),
  ]

  @Test(arguments: outcomes)
  func outcomesAreToldApart(_ row: Outcome) throws {
    #expect(try Self.observe([row.span]).map(\.outcome) == [row.outcome])
  }

  /// Every combination of what a span can say about how it ended: errors win, then failures.
  @Test(
    arguments: [nil, true, false], [(false, false), (false, true), (true, false), (true, true)])
  func eachExecutionHasOneOutcome(_ success: Bool?, _ wrong: (status: Bool, exception: Bool)) throws {
    let isError = wrong.status || wrong.exception
    let expected: PluginObservation.Outcome = isError ? .error : success == false ? .failure : .success
    for key in ["success", "operation.success"] {
      for isText in [false, true] {
        for comesFirst in [false, true] {
          let span = Self.execution {
            if comesFirst, wrong.status { $0.message(15) { $0.varint(3, 2) } }
            if comesFirst, wrong.exception { $0.message(11) { $0.text(2, "exception") } }
            if let success {
              $0.attribute(9, key) {
                if isText { $0.text(1, success ? "True" : "FALSE") } else { $0.varint(2, success ? 1 : 0) }
              }
            }
            if !comesFirst, wrong.status { $0.message(15) { $0.varint(3, 2) } }
            if !comesFirst, wrong.exception { $0.message(11) { $0.text(2, "exception") } }
          }
          #expect(try Self.observe([span]).map(\.outcome) == [expected])
        }
      }
    }
  }

  static let retries: [(String, @Sendable (inout ProtobufBytes) -> Void, Bool)] = [
    ("1", { $0.varint(3, 1) }, true), ("0", { $0.varint(3, 0) }, false),
    ("-1", { $0.varint(3, .max) }, false), ("true", { $0.varint(2, 1) }, true),
    ("false", { $0.varint(2, 0) }, false), ("text 2", { $0.text(1, "2") }, true),
    ("text 0", { $0.text(1, "0") }, false), ("text True", { $0.text(1, "True") }, true),
    ("text -3", { $0.text(1, "-3") }, false), ("text no", { $0.text(1, "no") }, false),
    ("an empty text", { $0.text(1, "") }, false),
    ("a long text", { $0.text(1, String(repeating: "1", count: 1000)) }, false),
    ("a list", { $0.message(5) { _ in } }, false),
  ]

  @Test(arguments: retries, ["retry", "operation.retry"])
  func anAttemptAfterTheFirstIsARetry(
    _ row: (name: String, value: @Sendable (inout ProtobufBytes) -> Void, isRetry: Bool), _ key: String
  ) throws {
    let span = Self.execution { $0.attribute(9, key, row.value) }
    #expect(try Self.observe([span]).map(\.isRetry) == [row.isRetry], "\(row.name)")
  }

  @Test(arguments: ["plugins.executed", "plugins.execut", "PLUGINS.EXECUTE", "plugins.discover", ""])
  func otherSpansAreNoExecutions(_ name: String) throws {
    #expect(try Self.observe([Self.execution(name: name)]) == [])
  }

  @Test func guardRailsSayThatTheyAre() throws {
    let values: [((inout ProtobufBytes) -> Void, Bool)] = [
      ({ $0.varint(2, 1) }, true), ({ $0.varint(2, 0) }, false), ({ $0.text(1, "true") }, true),
      ({ $0.text(1, "false") }, false),
    ]
    for (value, isGuardRail) in values {
      let span = Self.execution { $0.attribute(9, "hephaestus.guard_rails", value) }
      #expect(try Self.observe([span]).map(\.isGuardRail) == [isGuardRail])
    }
  }

  @Test func durationsAreNeverNegative() throws {
    let span = Self.execution { $0.fixed64(8, 1) }
    #expect(try Self.observe([span]).map(\.seconds) == [0])
  }

  /// Counters come before sampling, or they would count what is left of it.
  @Test func spansThatSamplingLeavesOutAreObserved() throws {
    var options = PipelineOptions.passing()
    options.sampler = SpanSampler(root: .alwaysOff, isParentBased: false)
    #expect(try Self.observe([Self.execution(), Self.execution()], options).count == 2)
  }

  @Test func rejectedSpansAreNotObserved() throws {
    let spans = [
      Self.execution(traceID: []), Self.execution(),
      Self.execution {
        $0.text(3, "ok"); $0.payload(3, [0xff])
      },
    ]
    #expect(try Self.observe(spans).count == 1)
    let scope = ProtobufBytes.message { $0.payload(1, [0xff]) }
    let request = Sample.request([Self.execution()], scope: scope) + Sample.request([Self.execution()])
    #expect(try process(.traces, request).observations.count == 1)
    let resource = ProtobufBytes.message { $0.attribute(1, "k") { $0.payload(1, [0xff]) } }
    let other = Sample.request([Self.execution()]) + Sample.request([Self.execution()], resource: resource)
    #expect(try process(.traces, other).observations.count == 1)
  }

  @Test func anObservationIsOfItsRequest() throws {
    var pipeline = TelemetryPipeline(.passing())
    for _ in 0..<3 {
      #expect(try process(.traces, Sample.request([Self.execution()]), &pipeline).observations.count == 1)
    }
    #expect(try process(.logs, Sample.request([Sample.log()]), &pipeline).observations == [])
  }

  @Test func noneIsMadeWhenNoneIsWanted() throws {
    var options = PipelineOptions.passing()
    options.observesPlugins = false
    #expect(try Self.observe([Self.execution()], options) == [])
  }

  /// Labels are on /metrics, where nothing private may be either.
  @Test func labelsAreScrubbedAndCountedOnce() throws {
    let span = Self.execution { $0.attribute(9, "plugin", "of jane@example.com") }
    let processed = try process(.traces, Sample.request([span]), .passing(.balanced))
    let observation = try #require(processed.observations.first)
    #expect(isPseudonym(observation.plugin))
    #expect(processed.redactions == [.email: 1])
  }

  @Test func longLabelsAreCutBetweenCharacters() throws {
    let long = String(repeating: "日", count: 100)
    let span = Self.execution { $0.attribute(9, "plugin", long) }
    let label = try #require(Self.observe([span]).first?.plugin)
    #expect(label == String(repeating: "日", count: 66))
  }

  @Test func labelsOfOtherTypesAreReadAsText() throws {
    let span = Self.execution {
      $0.attribute(9, "version") { $0.varint(3, 7) }
      $0.attribute(9, "category") { $0.varint(2, 1) }
      $0.attribute(9, "plugin") { $0.payload(5, []) }
    }
    let observation = try #require(Self.observe([span]).first)
    #expect(observation.version == "7" && observation.category == "true" && observation.plugin == "")
  }
}
