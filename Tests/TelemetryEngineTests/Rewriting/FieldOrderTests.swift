import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct FieldOrderTests {
  private static let scopes = ProtobufBytes.message {
    $0.message(2) { inner in
      inner.payload(2, Sample.span("first"))
      inner.payload(1, Sample.scope)
      inner.payload(2, Sample.span("second"))
    }
  }

  @Test func theResourceMayComeLast() throws {
    let request = ProtobufBytes.message {
      $0.message(1) {
        $0.raw(Self.scopes)
        $0.payload(1, Sample.resource)
      }
    }
    let processed = try process(.traces, request)
    #expect(processed.output == request)
    #expect(processed.items.kept == 2)
  }

  /// Decoders merge what comes twice, so nothing may be added that is in the other part.
  @Test func aResourceInTwoPartsIsOne() throws {
    let other = ProtobufBytes.message { $0.attribute(1, "host.name", "a") }
    for parts in [[Sample.resource, other], [other, Sample.resource]] {
      let request = ProtobufBytes.message {
        $0.message(1) {
          $0.payload(1, parts[0])
          $0.raw(Self.scopes)
          $0.payload(1, parts[1])
        }
      }
      #expect(try process(.traces, request).output == request)
    }
    let unnamed = ProtobufBytes.message {
      $0.message(1) {
        $0.payload(1, other)
        $0.raw(Self.scopes)
        $0.payload(1, other)
      }
    }
    let resources = ProtobufTree.payloads(try process(.traces, unnamed).output, 1, 1)
    #expect(resources.count == 2)
    #expect(resources.reduce([], +).attributes(1)["service.name"] == "hephaestus")
  }

  /// Every order of a span's fields decides and writes alike.
  @Test(arguments: 0..<12)
  func aSpansFieldsMayComeInAnyOrder(_ seed: Int) throws {
    let span = Sample.span {
      $0.text(3, "ot=th:8")
      $0.attribute(9, "password", "hunter2")
      $0.attribute(9, "mail", "to jane@example.com")
      $0.varint(10, 3)
      $0.message(11) { $0.text(2, "event") }
      $0.message(15) { $0.varint(3, 1) }
    }
    var fields = try #require(ProtobufTree.fields(span))
    var random = SeededRandom(UInt64(seed))
    fields.shuffle(using: &random)
    let shuffled = fields.flatMap(\.raw)
    let expected = try process(.traces, Sample.request([span]), .passing(.strict))
    let processed = try process(.traces, Sample.request([shuffled]), .passing(.strict))
    #expect(processed.items == expected.items)
    #expect(processed.redactions == expected.redactions)
    let record = try #require(processed.records.first)
    let wanted = try #require(expected.records.first)
    #expect(
      Set((ProtobufTree.fields(record) ?? []).filter { $0.number != 10 }.map(\.payload))
        == Set((ProtobufTree.fields(wanted) ?? []).filter { $0.number != 10 }.map(\.payload)))
    #expect((ProtobufTree.fields(record) ?? []).last { $0.number == 10 }?.varint == 4)
  }

  /// The last of a repeated singular field counts, for ids as for all.
  @Test func ofIdsThatComeTwiceTheLastCounts() throws {
    let late = Sample.span { $0.payload(1, [UInt8](repeating: 0, count: 16)) }
    #expect(try process(.traces, Sample.request([late])).items.rejected(.invalidTraceID) == 1)
    let mended = Sample.span(traceID: [1, 2]) { $0.payload(1, Sample.traceID) }
    let processed = try process(.traces, Sample.request([mended]))
    #expect(processed.items.kept == 1)
  }

  /// A late trace id or trace state decides, however much was written before it came; changes are
  /// counted once.
  @Test func whatDecidesMayComeAfterChanges() throws {
    let low = Sample.traceID.prefix(9) + [UInt8](repeating: 0, count: 7)
    let high = Sample.traceID.prefix(9) + [UInt8](repeating: 0xff, count: 7)
    var options = PipelineOptions.passing(.balanced)
    options.sampler = SpanSampler(root: .traceIDRatio(0.5), isParentBased: false)
    for (ids, kept) in [([low, high], 1), ([high, low], 0)] {
      let span = ProtobufBytes.message {
        $0.payload(1, Array(ids[0]))
        $0.payload(2, Sample.spanID)
        $0.attribute(9, "password", "hunter2")
        $0.payload(1, Array(ids[1]))
      }
      let processed = try process(
        .traces, Sample.request([span, Sample.span(traceID: Array(high))]), options)
      #expect(processed.items.kept == kept + 1)
      #expect(processed.items.sampledOut == 1 - kept)
      #expect(processed.redactions == (kept == 1 ? [.credentialKey: 1] : [:]))
    }
  }

  @Test func aValueThatComesTwiceIsScrubbedInBothPlaces() throws {
    let twice = Sample.span {
      $0.message(9) {
        $0.text(1, "note")
        $0.message(2) { $0.text(1, "jane@example.com") }
        $0.message(2) { $0.text(1, "joe@example.com") }
      }
      $0.message(9) {
        $0.message(2) { $0.text(1, "hunter2") }
        $0.text(1, "password")
        $0.message(2) { $0.text(1, "anon-0123456789abcdef01234567") }
      }
    }
    let output = try process(.traces, Sample.request([twice]), .passing(.balanced)).output
    #expect(!output.contains("@example.com"))
    #expect(!output.contains("hunter2"))
  }
}
