import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct EmptyMessageTests {
  @Test(arguments: Signal.allCases)
  func anEmptyRequestLeavesNothing(_ signal: Signal) throws {
    let processed = try process(signal, [])
    #expect(processed.output.isEmpty)
    #expect(processed.items == RequestItems())
  }

  @Test(arguments: Signal.allCases)
  func blocksWithoutRecordsDisappear(_ signal: Signal) throws {
    let record = Sample.record(signal)
    let request = ProtobufBytes.message {
      $0.payload(1, [])
      $0.message(1) { $0.payload(1, Sample.resource) }
      $0.message(1) {
        $0.payload(1, Sample.resource)
        $0.message(2) { $0.payload(1, Sample.scope) }
        $0.payload(2, [])
        $0.message(2) { $0.payload(2, record) }
        $0.message(2) { $0.text(3, "url") }
      }
      $0.message(1) { $0.payload(2, []) }
    }
    let expected = ProtobufBytes.message {
      $0.message(1) {
        $0.payload(1, Sample.resource)
        $0.message(2) { $0.payload(2, record) }
      }
    }
    let output = try process(signal, request).output
    #expect(ProtobufTree.normalized(output, signal.requestType) == expected)
  }

  @Test func aRequestWhoseSpansAllGoIsEmpty() throws {
    let none = PipelineOptions.sampling(SpanSampler(root: .alwaysOff, isParentBased: false))
    let request =
      Sample.request([Sample.span(), Sample.span()]) + ProtobufBytes.message { $0.text(9, "new") }
    let processed = try process(.traces, request, none)
    #expect(processed.output.isEmpty)
    #expect(processed.items.sampledOut == 2)
  }

  /// An empty log record is a record; an empty span has no ids.
  @Test func emptyRecords() throws {
    let logs = Sample.request([[], Sample.log()])
    #expect(try process(.logs, logs).output == logs)
    let spans = try process(.traces, Sample.request([[], Sample.span()]))
    #expect(spans.items.rejected(.invalidTraceID) == 1)
    #expect(spans.records == [Sample.span()])
  }

  @Test func metricsWithoutPointsPassBesideOthers() throws {
    let empty = ProtobufBytes.message { $0.text(1, "empty") }
    let hollow = ProtobufBytes.message { $0.payload(5, []) }
    let request = Sample.request([empty, Sample.metric(), hollow])
    let processed = try process(.metrics, request)
    #expect(processed.output == request)
    #expect(processed.items.received == 1)
    #expect(processed.items.kept == 1)
    #expect(try process(.metrics, Sample.request([empty])).output.isEmpty)
  }

  @Test(arguments: PrivacyMode.allCases)
  func emptyPartsOfASpanPass(_ mode: PrivacyMode) throws {
    let span = Sample.span("") {
      $0.payload(4, [])
      $0.payload(11, [])
      $0.payload(13, [])
      $0.payload(15, [])
      $0.message(9) { $0.text(1, "plugin") }
      $0.message(9) {
        $0.text(1, "gate")
        $0.payload(2, [])
      }
      $0.attribute(9, "profile", "")
      $0.attribute(9, "result") { $0.payload(5, []) }
      $0.attribute(9, "level") { $0.payload(6, []) }
    }
    let request = Sample.request([span])
    #expect(try process(.traces, request, .passing(mode)).output == request)
  }

  @Test func anAttributeOfNothingAtAll() throws {
    let request = Sample.request([Sample.span { $0.payload(9, []) }])
    #expect(try process(.traces, request, .passing(.balanced)).output == request)
    let strict = try process(.traces, request, .passing(.strict))
    #expect(strict.records == [Sample.span { $0.varint(10, 1) }])
  }
}
