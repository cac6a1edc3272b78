import PrivacyCatalogue
import TelemetryEngine
import Testing

/// Trace states are texts of strangers, in spans and in links.
@Suite struct TraceStatePrivacyTests {
  private static let secret = "ghp_" + String(repeating: "aB3", count: 12)

  static let states: [(came: String, left: String?)] = [
    ("a=1,b=jane.doe@example.com,c=3", "a=1,c=3"),
    ("b=jane.doe@example.com", nil),
    ("token=\(secret),a=1", "a=1"),
    ("ot=k:jane.doe@example.com;th:8;rv:9b8233f7e3a151;l:w,a=1", "ot=th:8;rv:9b8233f7e3a151;l:w,a=1"),
    ("a=1,ot=k:jane.doe@example.com", "a=1"),
    ("ot=th:jane.doe@example.com,a=1", "a=1"),
    // Sixteen digits that a card might have are none in a threshold or in randomness.
    ("ot=th:41111111111111;rv:55555555555544", "ot=th:41111111111111;rv:55555555555544"),
    ("a=1, b=2,", "a=1, b=2,"),
  ]

  @Test(arguments: states)
  func membersInWhichSomethingIsFoundGo(_ came: String, _ left: String?) throws {
    let span = Sample.span { span in
      span.text(3, came)
      span.message(13) {
        $0.payload(1, Sample.traceID)
        $0.payload(2, Sample.spanID)
        $0.text(3, came)
      }
    }
    let processed = try process(.traces, Sample.request([span]), .passing(.balanced))
    let record = try #require(processed.records.first)
    #expect(ProtobufTree.texts(record, 3) == (left.map { [$0] } ?? []))
    #expect(ProtobufTree.texts(record, 13, 3) == (left.map { [$0] } ?? []))
    #expect(processed.redactions == (left == came ? [:] : [.traceState: 2]))
    let again = try process(.traces, processed.output, .passing(.balanced))
    #expect(again.output == processed.output)
    #expect(again.redactions == [:])
  }

  /// With a sampler that writes `th`, in the same pass.
  @Test func samplingAndPrivacyTogether() throws {
    var options = PipelineOptions.passing(.balanced)
    options.sampler = .ratio(0.5)
    let span = SampledSpan(bits: TraceStateTests.kept, "a=jane@example.com,ot=k:jane@example.com;l:w,b=2")
    let processed = try process(.traces, Sample.request([span.encoded]), options)
    #expect(processed.records.map(SampledSpan.init(span:)).map(\.state) == ["ot=th:8;l:w,b=2"])
    #expect(processed.redactions == [.traceState: 2])
  }

  /// Nothing leaves of a span that is dropped, and nothing is counted for it.
  @Test func droppedSpansCountNoRedaction() throws {
    var options = PipelineOptions.passing(.balanced)
    options.sampler = .ratio(0.5)
    let span = SampledSpan(bits: 0, "a=jane@example.com")
    #expect(try process(.traces, Sample.request([span.encoded]), options).redactions == [:])
  }

  /// Of a field that occurs twice the last counts, wherever it stands, and the others do not leave.
  @Test(arguments: [true, false]) func repeatedTraceStates(_ isLate: Bool) throws {
    let span = ProtobufBytes.message {
      $0.text(3, "a=jane@example.com")
      $0.payload(1, SampledSpan(bits: TraceStateTests.kept).traceID)
      if isLate { $0.text(5, "work") }
      $0.payload(2, Sample.spanID)
      $0.text(3, "b=2")
    }
    let processed = try process(.traces, Sample.request([span]), .sampling(.ratio(0.5)))
    #expect(ProtobufTree.texts(try #require(processed.records.first), 3) == ["ot=th:8,b=2"])
    #expect(!processed.output.contains("jane"))
  }

  /// A state that comes after other fields, and spans in which there is nothing else.
  @Test func whereverTheTraceStateStands() throws {
    let id = SampledSpan(bits: TraceStateTests.kept).traceID
    let late = ProtobufBytes.message {
      $0.text(5, "work")
      $0.payload(2, Sample.spanID)
      $0.payload(1, id)
      $0.text(3, "b=2")
      $0.attribute(9, "k", "v")
    }
    let none = ProtobufBytes.message {
      $0.text(5, "work")
      $0.payload(2, Sample.spanID)
      $0.payload(1, id)
    }
    let empty = ProtobufBytes.message {
      $0.text(5, "work")
      $0.text(3, "")
      $0.payload(2, Sample.spanID)
      $0.payload(1, id)
    }
    let records = try process(.traces, Sample.request([late, none, empty]), .sampling(.ratio(0.5))).records
    #expect(records.map { ProtobufTree.texts($0, 3) } == [["ot=th:8,b=2"], ["ot=th:8"], ["ot=th:8"]])
    #expect(records.allSatisfy { ProtobufTree.payloads($0, 1) == [id] })
  }

  @Test(arguments: [SpanSampler(root: .alwaysOn, isParentBased: false), .ratio(1), .ratio(0)])
  func aTraceStateThatIsNotUTF8RejectsTheSpan(_ sampler: SpanSampler) throws {
    let span = Sample.span { $0.payload(3, [0x61, 0x3d, 0xff]) }
    let items = try process(.traces, Sample.request([span]), .sampling(sampler)).items
    #expect(items.rejected(.invalidText) == 1)
  }
}
