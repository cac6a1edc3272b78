import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct MalformedRequestTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bytes: [UInt8]
    var reason: WireError.Reason

    init(_ description: String, _ bytes: [UInt8], _ reason: WireError.Reason) {
      (testDescription, self.bytes, self.reason) = (description, bytes, reason)
    }
  }

  static let cases: [Case] = [
    Case("wire type 6", [0x0e], .invalidWireType),
    Case("wire type 7", [0x0f, 0x00], .invalidWireType),
    Case("wire type 6 of an unknown field", [0xfe, 0x01], .invalidWireType),
    Case("field number 0", [0x02, 0x00], .invalidFieldNumber),
    Case("field number 0 in two bytes", [0x82, 0x00, 0x00], .invalidFieldNumber),
    Case("field number 2^29", [0x82, 0x80, 0x80, 0x80, 0x10, 0x00], .invalidFieldNumber),
    Case("tag of six bytes", [0x8a, 0x80, 0x80, 0x80, 0x80, 0x00, 0x00], .invalidFieldNumber),
    Case("tag cut short", [0x8a], .truncated),
    Case("no length", [0x0a], .truncated),
    Case("length cut short", [0x0a, 0x80], .truncated),
    Case("length past the end", [0x0a, 0x01], .truncated),
    Case("length of 2^31", [0x0a, 0x80, 0x80, 0x80, 0x80, 0x08], .truncated),
    Case("length of six bytes", [0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], .varintTooLong),
    Case("length of 2^64 - 1", [0x0a] + [UInt8](repeating: 0xff, count: 9) + [1], .varintTooLong),
    Case("varint cut short", [0xf8, 0x01, 0x80], .truncated),
    Case("varint of eleven bytes", [0xf8, 0x01] + [UInt8](repeating: 0x80, count: 10) + [0], .varintTooLong),
    Case("varint of 65 bits", [0xf8, 0x01] + [UInt8](repeating: 0xff, count: 9) + [2], .varintTooLong),
    Case("fixed64 cut short", [0xf9, 0x01, 1, 2, 3, 4, 5, 6, 7], .truncated),
    Case("fixed32 cut short", [0xfd, 0x01, 1, 2, 3], .truncated),
    Case("group without end", [0xfb, 0x01], .unmatchedGroup),
    Case("end without group", [0xfc, 0x01], .unmatchedGroup),
    Case("group ended by another number", [0xfb, 0x01, 0x84, 0x02], .unmatchedGroup),
    Case("group cut short within a field", [0xfb, 0x01, 0x0a, 0x05, 0xfc, 0x01], .truncated),
    Case("wire type 7 in a group", [0xfb, 0x01, 0x0f, 0xfc, 0x01], .invalidWireType),
  ]

  /// Wherever a message stands, and in whatever signal.
  @Test(arguments: cases, Signal.allCases)
  func isRefused(_ malformed: Case, _ signal: Signal) {
    let record = ProtobufBytes.message {
      $0.raw(Sample.record(signal))
      $0.raw(malformed.bytes)
    }
    #expect(refusal(signal, malformed.bytes) == malformed.reason)
    #expect(refusal(signal, Sample.request([record])) == malformed.reason)
    #expect(refusal(signal, Sample.request([], resource: malformed.bytes)) == malformed.reason)
    #expect(refusal(signal, Sample.request([], scope: malformed.bytes)) == malformed.reason)
  }

  /// Deep inside a span, where what is seen often takes shorter ways.
  @Test(arguments: cases)
  func isRefusedInsideAttributes(_ malformed: Case) {
    let places: [(inout ProtobufBytes) -> Void] = [
      { $0.payload(9, malformed.bytes) },
      { $0.message(9) { $0.payload(2, malformed.bytes) } },
      { $0.attribute(9, "list") { $0.message(5) { $0.payload(1, malformed.bytes) } } },
      { $0.attribute(9, "map") { $0.message(6) { $0.payload(1, malformed.bytes) } } },
      { $0.attribute(9, "password") { $0.raw(malformed.bytes) } },
      { $0.payload(11, malformed.bytes) }, { $0.payload(13, malformed.bytes) },
      { $0.payload(15, malformed.bytes) },
    ]
    for mode in PrivacyMode.allCases {
      for place in places {
        let request = Sample.request([Sample.span("work", place)])
        #expect(refusal(.traces, request, .passing(mode)) == malformed.reason)
      }
    }
  }

  @Test(arguments: cases)
  func isRefusedInSpansThatSamplingLeavesOut(_ malformed: Case) {
    let none = PipelineOptions.sampling(SpanSampler(root: .alwaysOff, isParentBased: false))
    let request = Sample.request([Sample.span { $0.message(9) { $0.payload(2, malformed.bytes) } }])
    #expect(refusal(.traces, request, none) == malformed.reason)
  }

  @Test func legalOdditiesPass() throws {
    let odd = Sample.request([
      Sample.span {
        // A tag in five bytes, a length in five bytes, a varint in ten: longer than needed is legal.
        $0.raw([0xca, 0x80, 0x80, 0x80, 0x00, 0x80, 0x80, 0x80, 0x80, 0x00])
        $0.raw([0x50] + [UInt8](repeating: 0x80, count: 9) + [0])
        $0.raw([0x80, 0x02] + [UInt8](repeating: 0xff, count: 9) + [1])
      }
    ])
    #expect(try process(.traces, odd).output == odd)
  }

  /// Whatever a cut leaves is refused or is a request by itself; nothing is read past the end.
  @Test(arguments: Signal.allCases, PrivacyMode.allCases)
  func everyPrefixIsRefusedOrDecodes(_ signal: Signal, _ mode: PrivacyMode) throws {
    let request = try Golden.bytes("json/\(signal.name).pb")
    _ = try process(signal, request, .passing(mode))
    var pipeline = TelemetryPipeline(.passing(mode))
    for length in 0..<request.count {
      let prefix = Array(request.prefix(length))
      guard let processed = try? process(signal, prefix, &pipeline) else { continue }
      #expect(ProtobufTree.fields(prefix) != nil)
      #expect(ProtobufTree.fields(processed.output) != nil)
    }
  }

  @Test(arguments: Signal.allCases)
  func everyFlippedBitEnds(_ signal: Signal) throws {
    let request = try Golden.bytes("json/\(signal.name).scrambled.pb")
    var pipeline = TelemetryPipeline(.passing(.strict))
    var accepted = 0
    for index in request.indices {
      var damaged = request
      damaged[index] ^= 1 << UInt8(index % 8)
      guard let processed = try? process(signal, damaged, &pipeline) else { continue }
      accepted += 1
      #expect(ProtobufTree.fields(processed.output) != nil)
    }
    #expect(accepted > 0)
  }

  @Test func everyReasonIsToldInWords() {
    for malformed in Self.cases {
      let error = WireError(malformed.reason, at: 7)
      #expect(error.message.contains(" "))
      #expect(error.description == "malformed protobuf at byte 7: \(error.message)")
    }
  }
}
