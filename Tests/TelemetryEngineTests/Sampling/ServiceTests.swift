import PrivacyCatalogue
import TelemetryEngine
import Testing

/// The services that sampling tells apart: bounded, for all loops alike, and shown as privacy lets them leave.
@Suite struct ServiceTests {
  private static func request(_ service: String) -> [UInt8] {
    Sample.request(
      [Sample.span()], resource: ProtobufBytes.message { $0.attribute(1, "service.name", service) })
  }

  private static func name(_ service: String, _ mode: PrivacyMode = .balanced) throws -> String {
    var options = PipelineOptions.passing(mode)
    options.services = ServiceRegistry()
    var pipeline = TelemetryPipeline(options)
    _ = try process(.traces, request(service), &pipeline)
    return options.services.names[try #require(pipeline.samplingTallies.first).service]
  }

  @Test func aServiceIsCountedUnderItsName() throws {
    #expect(try Self.name("checkout") == "checkout")
    #expect(try Self.name("unknown_service:java") == "hephaestus")
    #expect(try Self.name("") == "hephaestus")
    #expect(try Self.name(String(repeating: "x", count: 201)) == ServiceRegistry.otherName)
    #expect(try Self.name("other") == ServiceRegistry.otherName)
  }

  @Test(arguments: PrivacyMode.allCases)
  func aNameThatMustNotLeaveIsNotShown(_ mode: PrivacyMode) throws {
    let token = "ghp_" + String(repeating: "aB3", count: 12)
    #expect(isPseudonym(try Self.name("\(token)", mode)))
    if mode != .minimal { #expect(isPseudonym(try Self.name("jane.doe@example.com", mode))) }
  }

  @Test func showingANameCountsNoRedaction() throws {
    let resource = ProtobufBytes.message { $0.attribute(1, "service.name", "jane.doe@example.com") }
    let redactions = try process(
      .traces, Sample.request([Sample.span()], resource: resource), .passing(.balanced)
    ).redactions
    #expect(redactions == [.email: 1])
  }

  @Test func thereAreNotTooMany() throws {
    var options = PipelineOptions.passing()
    options.services = ServiceRegistry(capacity: 3)
    // Two loops.
    var first = TelemetryPipeline(options)
    var second = TelemetryPipeline(options)
    var counts: [Int: Int] = [:]
    for round in 0..<2 {
      for number in 0..<10 {
        _ = try process(.traces, Self.request("service \(number)"), &first)
        for tally in first.samplingTallies { counts[tally.service, default: 0] += 1 }
        _ = try process(.traces, Self.request("service \(9 - number)"), &second)
        for tally in second.samplingTallies { counts[tally.service, default: 0] += 1 }
      }
      #expect(options.services.overflows == 14 * (round + 1))
    }
    #expect(options.services.names.count == 4)
    #expect(Set(counts.keys) == [0, 1, 2, 3])
    #expect(counts.values.reduce(0, +) == 40)
    #expect(counts[ServiceRegistry.other] == 28)
  }

  /// Every accepted item is counted once.
  @Test func talliesAddUp() throws {
    var pipeline = TelemetryPipeline(.sampling(.ratio(0.5)))
    var random = SeededRandom(4)
    let spans = (0..<500).map { number in
      SampledSpan(
        bits: random.next() >> 8, ["ot=th:4", "ot=th:X", "v=1", nil][number % 4]
      ).encoded
    }
    let processed = try process(.traces, Sample.request(spans + [[0x0a, 0]]), &pipeline)
    let tallies = pipeline.samplingTallies
    func sum(_ isKept: Bool) -> Int {
      tallies.reduce(0) { sum, tally in
        SamplingOutcome.allCases.filter { $0.isKept == isKept }.reduce(sum) { $0 + tally.tally[$1] }
      }
    }
    #expect(sum(true) == processed.items.kept)
    #expect(sum(false) == processed.items.sampledOut)
    #expect(processed.items.rejected == 1)
  }

  /// Metrics have no part in it.
  @Test func metricsAreNotCounted() throws {
    var pipeline = TelemetryPipeline(.sampling(SpanSampler(root: .alwaysOff, isParentBased: false)))
    #expect(try process(.metrics, Sample.request([Sample.metric()]), &pipeline).items.kept == 1)
    #expect(pipeline.samplingTallies.isEmpty)
  }
}
