import PrivacyCatalogue
import TelemetryEngine
import Testing

/// A signal that no target takes is checked and counted, and nothing of it is written.
@Suite struct UnwantedTests {
  private static func unwanted(
    _ signal: Signal, _ request: [UInt8], _ options: PipelineOptions = .passing(.balanced)
  ) throws -> (items: RequestItems, observations: [PluginObservation]) {
    var pipeline = TelemetryPipeline(options)
    var output = WireBuffer(minimumCapacity: 64)
    let items = try pipeline.process(
      signal, unsafe request.span.bytes, isWanted: false, into: &output)
    #expect(output.count == 0)
    return (items, pipeline.pluginObservations)
  }

  @Test(arguments: InvalidTextTests.places)
  func invalidTextIsFoundAllTheSame(_ place: InvalidTextTests.Place) throws {
    let wanted = try process(place.signal, place.request, .passing(.balanced))
    #expect(try Self.unwanted(place.signal, place.request).items == wanted.items)
  }

  @Test(arguments: MalformedRequestTests.cases)
  func malformedRequestsAreRefusedAllTheSame(_ malformed: MalformedRequestTests.Case) {
    let attribute = Sample.span { $0.message(9) { $0.payload(2, malformed.bytes) } }
    let known = Sample.span { $0.attribute(9, "key") { $0.raw(malformed.bytes) } }
    for request in [malformed.bytes, Sample.request([Sample.span(), attribute]), Sample.request([known])] {
      #expect(throws: WireError.self) { try Self.unwanted(.traces, request) }
    }
  }

  @Test func samplingAndDerivationAreAsEver() throws {
    var options = PipelineOptions.passing()
    options.sampler = SpanSampler(root: .traceIDRatio(0.5), isParentBased: true)
    let spans = (0..<64).map { number in
      Sample.span("plugins.execute", traceID: SamplerTests.traceID(UInt64(number) << 50)) {
        $0.attribute(9, "plugin", "p\(number)")
      }
    }
    let request = Sample.request(spans + [Sample.span(traceID: [])])
    let wanted = try process(.traces, request, options)
    let unwanted = try Self.unwanted(.traces, request, options)
    #expect(unwanted.items == wanted.items)
    #expect(unwanted.observations == wanted.observations && unwanted.observations.count == 64)
  }

  @Test(arguments: Signal.allCases)
  func goldenRequestsCountAlike(_ signal: Signal) throws {
    let golden = try Golden.bytes("json/\(signal.name).pb")
    #expect(try Self.unwanted(signal, golden).items == process(signal, golden, .passing(.balanced)).items)
  }
}
