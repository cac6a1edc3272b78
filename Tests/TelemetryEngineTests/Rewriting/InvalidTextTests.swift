import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct InvalidTextTests {
  static let malformed: [[UInt8]] = [
    [0x80], [0xbf], [0xc0, 0x80], [0xc1, 0xbf], [0xc2], [0xc2, 0x41], [0xe0, 0x9f, 0x80], [0xe1, 0x80],
    [0xe1, 0x80, 0x41], [0xed, 0xa0, 0x80], [0xf0, 0x8f, 0x80, 0x80], [0xf1, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff],
  ]
  static let wellFormed = ["é", "ࠀ", "퟿", "", "𐀀", "󿿿", "\u{10ffff}", "\u{0}", "日本語"]

  /// At every position within a word, so that the scans by words and by bytes both meet it.
  @Test(arguments: malformed, PrivacyMode.allCases)
  func isFoundAtEveryPosition(_ bytes: [UInt8], _ mode: PrivacyMode) throws {
    var pipeline = TelemetryPipeline(.passing(mode))
    for padding in 0...17 {
      for tail in [0, 1, 9] {
        let text =
          [UInt8](repeating: 0x61, count: padding) + bytes + [UInt8](repeating: 0x62, count: tail)
        let spans = [
          Sample.span { $0.payload(5, text) },
          Sample.span { $0.attribute(9, "http.route") { $0.payload(1, text) } },
          Sample.span { $0.attribute(9, "password") { $0.payload(1, text) } },
          Sample.span { $0.attribute(9, "not.allowed") { $0.payload(1, text) } },
        ]
        for span in spans {
          let processed = try process(.traces, Sample.request([span, Sample.span()]), &pipeline)
          #expect(processed.items.rejected(.invalidText) == 1)
          #expect(processed.records == [Sample.span()])
        }
      }
    }
  }

  @Test(arguments: wellFormed)
  func textInAnyScriptPasses(_ text: String) throws {
    for padding in 0...17 {
      let padded = String(repeating: "a", count: padding) + text
      let request = Sample.request([Sample.span(padded) { $0.attribute(9, "http.route", padded) }])
      #expect(try process(.traces, request, .passing(.balanced)).output == request)
    }
  }

  static let bad: [UInt8] = [0x61, 0xff]

  struct Place: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var signal: Signal
    var request: [UInt8]
    /// How many of the request's items are rejected.
    var rejected: Int
    var kept: Int

    init(_ description: String, _ signal: Signal, _ request: [UInt8], rejected: Int, kept: Int) {
      (testDescription, self.signal, self.request) = (description, signal, request)
      (self.rejected, self.kept) = (rejected, kept)
    }
  }

  private static func spans(_ name: String, _ change: (inout ProtobufBytes) -> Void) -> Place {
    Place(
      name, .traces, Sample.request([Sample.span(), Sample.span("work", change), Sample.span()]), rejected: 1,
      kept: 2)
  }

  private static func logs(_ name: String, _ change: (inout ProtobufBytes) -> Void) -> Place {
    Place(
      name, .logs, Sample.request([Sample.log(), Sample.log("done", change), Sample.log()]), rejected: 1,
      kept: 2)
  }

  private static func metrics(
    _ name: String, _ metric: [UInt8], rejected: Int, kept: Int
  ) -> Place {
    Place(name, .metrics, Sample.request([metric, Sample.metric()]), rejected: rejected, kept: kept + 1)
  }

  private static func blocks(_ name: String, _ change: (inout ProtobufBytes) -> Void) -> Place {
    let good = Sample.request([Sample.span()])
    let request = ProtobufBytes.message {
      $0.message(1) { block in
        block.payload(1, Sample.resource)
        block.message(2) {
          $0.payload(2, Sample.span())
          $0.payload(2, Sample.span())
        }
        change(&block)
      }
    }
    return Place(name, .traces, good + request, rejected: 2, kept: 1)
  }

  static let places: [Place] = [
    spans("trace state") { $0.payload(3, bad) },
    spans("span name") { $0.payload(5, bad) },
    spans("attribute key") { $0.message(9) { $0.payload(1, bad) } },
    spans("key of a list") {
      $0.message(9) {
        $0.payload(1, bad)
        $0.message(2) { $0.payload(5, []) }
      }
    },
    spans("attribute value") { $0.attribute(9, "k") { $0.payload(1, bad) } },
    spans("value in a list") {
      $0.attribute(9, "k") { $0.message(5) { $0.message(1) { $0.payload(1, bad) } } }
    },
    spans("value in a map") {
      $0.attribute(9, "k") { $0.message(6) { $0.attribute(1, "k") { $0.payload(1, bad) } } }
    },
    spans("key in a map") { $0.attribute(9, "k") { $0.message(6) { $0.message(1) { $0.payload(1, bad) } } } },
    spans("value of a credential") { $0.attribute(9, "password") { $0.payload(1, bad) } },
    spans("earlier of two values") {
      $0.message(9) {
        $0.text(1, "k")
        $0.message(2) { $0.payload(1, bad) }
        $0.message(2) { $0.text(1, "good") }
      }
    },
    spans("event name") { $0.message(11) { $0.payload(2, bad) } },
    spans("event attribute") { $0.message(11) { $0.attribute(3, "k") { $0.payload(1, bad) } } },
    spans("link trace state") { $0.message(13) { $0.payload(3, bad) } },
    spans("link attribute") { $0.message(13) { $0.attribute(4, "k") { $0.payload(1, bad) } } },
    spans("status message") { $0.message(15) { $0.payload(2, bad) } },
    logs("severity") { $0.payload(3, bad) },
    logs("body") { $0.message(5) { $0.payload(1, bad) } },
    logs("body in a map") { $0.message(5) { $0.message(6) { $0.attribute(1, "k") { $0.payload(1, bad) } } } },
    logs("log attribute") { $0.attribute(6, "k") { $0.payload(1, bad) } },
    logs("log event name") { $0.payload(12, bad) },
    metrics("metric name", Sample.metric(points: ["a", "b"]) { $0.payload(1, bad) }, rejected: 2, kept: 0),
    metrics("metric unit", Sample.metric(points: ["a", "b"]) { $0.payload(3, bad) }, rejected: 2, kept: 0),
    metrics("description", Sample.metric(points: ["a"]) { $0.payload(2, bad) }, rejected: 1, kept: 0),
    metrics(
      "metadata", Sample.metric(points: ["a"]) { $0.attribute(12, "k") { $0.payload(1, bad) } }, rejected: 1,
      kept: 0),
    metrics(
      "point attribute",
      Sample.metric(points: ["a", "b"]) {
        $0.message(7) { $0.message(1) { $0.attribute(7, "k") { $0.payload(1, bad) } } }
      }, rejected: 1, kept: 2),
    metrics(
      "exemplar attribute",
      Sample.metric(points: ["a"]) {
        $0.message(7) { $0.message(1) { $0.message(5) { $0.attribute(7, "k") { $0.payload(1, bad) } } } }
      }, rejected: 1, kept: 1),
    blocks("resource attribute") { $0.message(1) { $0.attribute(1, "k") { $0.payload(1, bad) } } },
    blocks("resource key") { $0.message(1) { $0.message(1) { $0.payload(1, bad) } } },
    blocks("entity type") { $0.message(1) { $0.message(3) { $0.payload(2, bad) } } },
    blocks("entity key") { $0.message(1) { $0.message(3) { $0.payload(3, bad) } } },
    blocks("schema of the resource") { $0.payload(3, bad) },
    Place(
      "scope name", .traces,
      Sample.request([Sample.span(), Sample.span()], scope: ProtobufBytes.message { $0.payload(1, bad) })
        + Sample.request([Sample.span()]), rejected: 2, kept: 1),
    Place(
      "scope attribute", .logs,
      Sample.request(
        [Sample.log()], scope: ProtobufBytes.message { $0.attribute(3, "k") { $0.payload(1, bad) } })
        + Sample.request([Sample.log()]), rejected: 1, kept: 1),
  ]

  /// One such text would make a merged batch of other senders' data undeliverable.
  @Test(arguments: places, PrivacyMode.allCases)
  func rejectsWhatItWouldMakeUndecodableAndNoMore(_ place: Place, _ mode: PrivacyMode) throws {
    let processed = try process(place.signal, place.request, .passing(mode))
    #expect(processed.items.rejected == place.rejected)
    #expect(processed.items.rejected(.invalidText) == place.rejected)
    #expect(processed.items.kept == place.kept)
    #expect(processed.items.received == place.rejected + place.kept)
    #expect(!processed.output.contains(Self.bad))
    #expect(processed.items.firstRejection?.reason == .invalidText)
  }

  /// What is not text need not be UTF-8.
  @Test func bytesPass() throws {
    let request = Sample.request([
      Sample.span { $0.attribute(9, "k") { $0.payload(7, [0xff, 0xfe, 0x80]) } }
    ])
    #expect(try process(.traces, request, .passing(.balanced)).output == request)
  }
}
