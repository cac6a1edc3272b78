import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct RequestTests {
  /// A batch is a concatenation, so what comes of two requests must be one.
  @Test(arguments: Signal.allCases, PrivacyMode.allCases)
  func twoOutputsBehindOneAnotherAreARequest(_ signal: Signal, _ mode: PrivacyMode) throws {
    let golden = try Golden.bytes("json/\(signal.name).pb")
    let options = PipelineOptions.passing(mode)
    let first = try process(signal, golden, options)
    let second = try process(signal, Sample.request([Sample.record(signal)]), options)
    let both = try process(signal, first.output + second.output, options)
    #expect(both.output == first.output + second.output)
    #expect(both.items.kept == first.items.kept + second.items.kept)
  }

  /// The buffer is the batch of other senders' data.
  @Test(arguments: Signal.allCases)
  func aRefusedRequestLeavesTheBufferAsItWas(_ signal: Signal) throws {
    let before = Array("before".utf8)
    let broken = Sample.request([Sample.record(signal), Sample.record(signal)]) + [0x0a, 0x05, 0x12]
    var pipeline = TelemetryPipeline(.passing(.strict))
    var output = WireBuffer(minimumCapacity: 16)
    output.append(before)
    let result = Result { _ = try pipeline.process(signal, unsafe broken.span.bytes, into: &output) }
    #expect(throws: WireError.self) { try result.get() }
    #expect(output.count == before.count)
    let good = Sample.request([Sample.record(signal)])
    let items = try pipeline.process(signal, unsafe good.span.bytes, into: &output)
    #expect(items.received == 1)
    #expect(output.sealed().copied() == before + (try process(signal, good, .passing(.strict)).output))
  }

  @Test func whatARefusedRequestDidIsForgotten() throws {
    let span = Sample.span("plugins.execute") { $0.attribute(9, "password", "hunter2") }
    var pipeline = TelemetryPipeline(.passing())
    #expect(throws: WireError.self) {
      try process(.traces, Sample.request([span, Sample.span(traceID: [])]) + [0x0a], &pipeline)
    }
    let next = try process(.traces, Sample.request([Sample.span()]), &pipeline)
    #expect(next.observations == [])
    #expect(next.redactions == [:])
    #expect(next.items.received == 1 && next.items.rejected == 0)
  }

  @Test(arguments: Signal.allCases)
  func dataPointsAndRecordsAreTheItems(_ signal: Signal) throws {
    let records =
      signal == .metrics
      ? [Sample.metric(points: ["a", "b", "c"])] : (0..<3).map { _ in Sample.record(signal) }
    let items = try process(signal, Sample.request(records)).items
    #expect(items.received == 3 && items.kept == 3)
  }

  /// Every kind of metric counts its points.
  @Test func everyKindOfMetricCounts() throws {
    for kind: UInt64 in [5, 7, 9, 10, 11] {
      let metric = ProtobufBytes.message {
        $0.message(kind) {
          $0.payload(1, [])
          $0.payload(1, [])
        }
      }
      let request = Sample.request([metric])
      let processed = try process(.metrics, request, .passing(.balanced))
      #expect(processed.items.kept == 2)
      #expect(processed.output == request)
    }
  }

  /// Every field there is.
  @Test(arguments: Signal.allCases)
  func goldenRequestsDecode(_ signal: Signal) throws {
    for form in ["pb", "scrambled.pb"] {
      let items = try process(signal, Golden.bytes("json/\(signal.name).\(form)")).items
      #expect(items.kept > 0 && items.kept + items.rejected == items.received)
    }
  }
}
