import PrivacyCatalogue
import TelemetryEngine
import Testing

/// What a pipeline remembers makes it fast; it must never show.
@Suite struct HistoryTests {
  /// The same bytes are harmless as a text and a secret as an attribute.
  @Test func bytesAreJudgedByWhereTheyStand() throws {
    let attribute = ProtobufBytes.message {
      $0.text(1, "password")
      $0.message(2) { $0.text(1, "hunter2") }
    }
    let disguised = String(decoding: attribute, as: UTF8.self)
    let resource = Sample.resource + ProtobufBytes.message { $0.payload(1, attribute) }
    var pipeline = TelemetryPipeline(.passing(.minimal))
    let harmless = Sample.request([Sample.span()], scope: ProtobufBytes.message { $0.text(1, disguised) })
    for _ in 0..<3 { _ = try process(.traces, harmless, &pipeline) }
    let secret = try process(.traces, Sample.request([Sample.span()], resource: resource), &pipeline)
    #expect(!secret.output.contains("hunter2"))
  }

  @Test func aTextThatIsNoMessageIsNotTakenForOne() throws {
    let text = "\u{0f}\u{0f}\u{0f}"
    var pipeline = TelemetryPipeline(.passing(.minimal))
    let harmless = Sample.request([Sample.span()], scope: ProtobufBytes.message { $0.text(1, text) })
    for _ in 0..<3 { _ = try process(.traces, harmless, &pipeline) }
    let broken = Sample.resource + ProtobufBytes.message { $0.text(1, text) }
    #expect(throws: WireError.self) {
      try process(.traces, Sample.request([Sample.span()], resource: broken), &pipeline)
    }
  }

  /// A value that may stand in a span may not stand in a resource, and the other way round.
  @Test func placesAreKeptApart() throws {
    var pipeline = TelemetryPipeline(.passing(.strict))
    func resource(_ text: String) -> [UInt8] {
      Sample.resource + ProtobufBytes.message { $0.attribute(1, "message", text) }
    }
    for _ in 0..<3 {
      let span = Sample.span { $0.attribute(9, "message", "two words") }
      let item = try process(.traces, Sample.request([span]), &pipeline)
      #expect(item.records == [span])
      let stream = try process(
        .traces, Sample.request([Sample.span()], resource: resource("card 4711")), &pipeline)
      #expect(!stream.output.contains("4711"))
    }
  }

  /// Thousands of requests, some alike, some damaged: each gives what it gives in a new pipeline.
  @Test(arguments: Signal.allCases, PrivacyMode.allCases)
  func everyRequestIsProcessedAsIfItWereTheFirst(_ signal: Signal, _ mode: PrivacyMode) throws {
    let golden = try Golden.bytes("json/\(signal.name).pb")
    var random = SeededRandom(UInt64(signal.rawValue))
    var pipeline = TelemetryPipeline(.passing(mode))
    for _ in 0..<120 {
      var request = golden
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        request[Int.random(in: request.indices, using: &random)] ^=
          1 << UInt8.random(in: 0..<8, using: &random)
      }
      let first = try? process(signal, request, .passing(mode))
      let later = try? process(signal, request, &pipeline)
      #expect(first?.output == later?.output)
      #expect(first?.items == later?.items)
      #expect(first?.redactions == later?.redactions)
    }
  }

  /// More keys, values and names than a pipeline remembers.
  @Test func endlessNewTextsChangeNothing() throws {
    var pipeline = TelemetryPipeline(.passing(.balanced))
    for round in 0..<3 {
      for number in stride(from: 0, to: 6000, by: 60) {
        let spans = (number..<number + 60).map { index in
          Sample.span("name\(index)") {
            $0.attribute(9, "key.\(index)", "value \(index)")
            $0.attribute(9, "secret.\(index)", "hunter\(index)")
            $0.attribute(9, "same", "value \(index % 7 == 0 ? "a@example.com" : "b")")
          }
        }
        let processed = try process(.traces, Sample.request(spans), &pipeline)
        #expect(processed.items.kept == 60)
        #expect(processed.redactions[.credentialKey] == 60)
        #expect(
          !processed.output.contains("hunter") && !processed.output.contains("@example"), "round \(round)")
      }
    }
  }
}
