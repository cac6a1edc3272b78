import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct PseudonymTests {
  /// SipHash-2-4 with 128 bits of output for the key 00…0f and inputs 00, 00 01, …: the vectors of the
  /// reference implementation.
  @Test(arguments: [
    (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
    (2, "8177228da4a45dc7fca38bdef60affe4"), (3, "9c70b60c5267a94e5f33b6b02985ed51"),
    (7, "a1f1ebbed8dbc153c0b84aa61ff08239"), (8, "3b62a9ba6258f5610f83e264f31497b4"),
    (9, "264499060ad9baabc47f8b02bb6d71ed"), (15, "5493e99933b0a8117e08ec0f97cfc3d9"),
    (16, "6ee2a4ca67b054bbfd3315bf85230577"), (63, "5150d1772f50834a503e069a973fbd7c"),
  ])
  func theHashIsSipHash(_ length: Int, _ digits: String) {
    let input = [UInt8](0..<UInt8(length)) + [0xee]
    let key = PseudonymKey(low: 0x0706_0504_0302_0100, high: 0x0f0e_0d0c_0b0a_0908)
    let (first, second) = SipHash.hash(unsafe input.span.bytes, 0, length, key: key)
    let expected = [first.byteSwapped, second.byteSwapped].map { word in
      String(repeating: "0", count: 16 - String(word, radix: 16).count) + String(word, radix: 16)
    }
    #expect(expected.joined() == digits)
  }

  /// Two metric streams never become one: whatever is replaced, different values stay different.
  @Test(arguments: PrivacyMode.allCases)
  func streamsStayApart(_ mode: PrivacyMode) throws {
    var values: [(inout ProtobufBytes) -> Void] = [
      { $0.varint(3, 5) }, { $0.text(1, "\u{18}\u{05}") }, { $0.payload(7, [0x18, 0x05]) },
      { $0.varint(2, 1) },
      { $0.text(1, "\u{10}\u{01}") }, { $0.message(5) { $0.message(1) { $0.text(1, "a") } } },
      { $0.message(6) { $0.attribute(1, "a", "a") } }, { $0.text(1, "anon-x") }, { $0.fixed64(4, 0) },
    ]
    values += (0..<200).map { number in { $0.text(1, "jane\(number)@example.com") } }
    values += (0..<200).map { number in { $0.text(1, "10.0.0.\(number)") } }
    values += (0..<50).map { number in { $0.text(1, "/home/user\(number)/x") } }
    values += (0..<50).map { number in { $0.text(1, "Bearer abcdef0123456789\(number)") } }
    var pipeline = TelemetryPipeline(.passing(mode))
    for key in ["password", "http.route", "user.id", "message", "db.statement", "customer"] {
      var seen: Set<[UInt8]> = []
      for value in values {
        let point = Sample.metric {
          $0.message(7) { $0.message(1) { $0.attribute(7, key, value) } }
        }
        let processed = try process(.metrics, Sample.request([point]), &pipeline)
        let record = try #require(processed.records.first)
        seen.insert(ProtobufTree.payloads(record, 7, 1, 7).last ?? [])
      }
      #expect(seen.count == values.count, "\(key)")
    }
  }

  /// Also the texts that name a stream: the metric, its unit, the scope and their versions.
  @Test(arguments: [PrivacyMode.balanced, .strict])
  func namesOfStreamsStayApart(_ mode: PrivacyMode) throws {
    let requests = (1..<20).flatMap { number in
      let text = "from 10.0.0.\(number)"
      return [
        Sample.request([Sample.metric(text)]),
        Sample.request([Sample.metric { $0.text(3, text) }]),
        Sample.request([Sample.metric()], scope: ProtobufBytes.message { $0.text(1, text) }),
        Sample.request([Sample.metric()], scope: ProtobufBytes.message { $0.text(2, text) }),
      ]
    }
    let outputs = try requests.map { try process(.metrics, $0, .passing(mode)).output }
    #expect(Set(outputs).count == outputs.count)
    #expect(!outputs.contains { $0.contains("10.0.0.") })
  }

  /// A second gateway with the same key changes nothing further, so streams stay what they are.
  @Test(arguments: PrivacyMode.allCases, Signal.allCases)
  func aSecondPassChangesNothing(_ mode: PrivacyMode, _ signal: Signal) throws {
    let texts =
      CredentialDetectorTests.found.map(\.text) + CredentialDetectorTests.harmless + [
        "jane@example.com", "to jane@example.com and joe@example.org", "/home/jane/x",
        "10.0.0.7 /home/jane a@b.c",
        "SELECT 'jane' FROM t WHERE a = 42", "File 'a' not found: 42", "x@y.z:Bearer 0123456789abcdef",
      ]
    let keys = [
      "http.route", "password", "user.id", "message", "db.statement", "customer", "mail jane@example.com",
    ]
    let fill: (inout ProtobufBytes, UInt64) -> Void = { message, number in
      for key in keys { for text in texts { message.attribute(number, key, text) } }
    }
    let record: [UInt8] =
      switch signal {
      case .traces: Sample.span("GET jane@example.com") { fill(&$0, 9) }
      case .metrics: Sample.metric("of jane@example.com") { $0.message(7) { $0.message(1) { fill(&$0, 7) } } }
      case .logs: Sample.log("GET 42 of jane@example.com") { fill(&$0, 6) }
      }
    let resource = Sample.resource + ProtobufBytes.message { fill(&$0, 1) }
    let first = try process(signal, Sample.request([record], resource: resource), .passing(mode))
    let second = try process(signal, first.output, .passing(mode))
    #expect(second.output == first.output)
    #expect(second.redactions == [:])
    #expect(!first.redactions.isEmpty)
  }
}
