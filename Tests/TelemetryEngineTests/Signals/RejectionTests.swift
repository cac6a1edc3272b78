import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct RejectionTests {
  private static let good = Sample.span()
  private static let noTrace = Sample.span(traceID: [])
  private static let noSpan = Sample.span(spanID: [])
  private static let badText = Sample.span { $0.payload(5, [0xff]) }

  @Test func nothingIsSaidWhenNothingIsRejected() throws {
    let items = try process(.traces, Sample.request([Self.good])).items
    #expect(items.rejectionMessage(.traces) == "")
    #expect(items.firstRejection == nil)
  }

  @Test(arguments: [
    ([noTrace, noSpan, badText], "3 spans rejected; the first, number 1: trace_id must be"),
    ([good, noSpan, good, noTrace], "2 spans rejected; the first, number 2: span_id must be"),
    ([good, good, badText], "1 spans rejected; the first, number 3: a string field is not valid UTF-8"),
  ])
  func theMessageNamesTheCountAndTheFirstReason(_ spans: [[UInt8]], _ message: String) throws {
    let items = try process(.traces, Sample.request(spans)).items
    #expect(items.rejectionMessage(.traces).hasPrefix(message))
  }

  @Test func everyItemIsCountedOnce() throws {
    let request = Sample.request([Self.good, Self.noTrace, Self.noSpan, Self.badText, Self.good])
    let items = try process(.traces, request + request).items
    #expect(items.received == 10)
    #expect(items.kept == 4)
    #expect(items.sampledOut == 0)
    #expect(items.rejected == 6)
    #expect(RejectionReason.allCases.map { items.rejected($0) } == [2, 2, 2])
  }

  /// Rejected spans are rejected whether or not sampling would have kept them.
  @Test func samplingDoesNotHideRejections() throws {
    let none = PipelineOptions.sampling(SpanSampler(root: .alwaysOff, isParentBased: false))
    let items = try process(
      .traces, Sample.request([Self.good, Self.noTrace, Self.noSpan, Self.badText]), none
    ).items
    #expect(items.rejected == 3)
    #expect(items.sampledOut == 1)
  }

  /// Whatever else is wrong in a block, its records are counted once, for the text.
  @Test func aBlockRejectsAllItsRecordsForOneReason() throws {
    let scope = ProtobufBytes.message { $0.payload(1, [0xff]) }
    let request = Sample.request([Self.good, Self.noTrace], scope: scope) + Sample.request([Self.good])
    let processed = try process(.traces, request)
    #expect(processed.items.rejected(.invalidText) == 2)
    #expect(processed.items.received == 3)
    #expect(processed.output == Sample.request([Self.good]))
    #expect(
      processed.items.rejectionMessage(.traces).hasPrefix("2 spans rejected; the first, number 1: a string"))
  }

  /// What was changed in a rejected record never left, so it is not counted.
  @Test func changesInRejectedRecordsAreNotCounted() throws {
    let secret = Sample.span(traceID: []) { $0.attribute(9, "password", "hunter2") }
    #expect(try process(.traces, Sample.request([secret, Self.good])).redactions == [:])
    let kept = Sample.span { $0.attribute(9, "password", "hunter2") }
    let scope = ProtobufBytes.message { $0.payload(1, [0xff]) }
    let request = Sample.request([kept], scope: scope) + Sample.request([kept])
    #expect(try process(.traces, request).redactions == [.credentialKey: 1])
    let broken = Sample.log("Bearer 0123456789abcdef0123") { $0.payload(12, [0xff]) }
    #expect(try process(.logs, Sample.request([broken])).redactions == [:])
  }

  @Test func everySignalHasItsNoun() throws {
    let logs = Sample.request([Sample.log { $0.payload(3, [0xff]) }])
    #expect(try process(.logs, logs).items.rejectionMessage(.logs).hasPrefix("1 log records rejected"))
    let metrics = Sample.request([Sample.metric { $0.payload(3, [0xff]) }])
    #expect(
      try process(.metrics, metrics).items.rejectionMessage(.metrics).hasPrefix("1 data points rejected"))
  }
}
