import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct ChangePlacerTests {
  /// Places a redaction of each part of the request that reads like one of these texts.
  private func changes(
    _ signal: Signal, _ request: [UInt8], _ redactions: [(PrivacyRule, String, String?)]
  ) -> [PlacedChange] {
    let log = redactions.map { rule, text, replacement in
      Redaction(rule: rule, range: request.range(of: Array(text.utf8)), replacement: replacement)
    }
    return ChangePlacer.changes(log, signal, unsafe request.span.bytes)
  }

  private func placed(
    _ path: String, _ before: String, _ after: String, _ rule: PrivacyRule = .email
  ) -> PlacedChange {
    PlacedChange(path: path, rules: [rule], parts: [.changed(before: before, after: after)])
  }

  @Test func everyKindOfPlaceHasItsPath() {
    let span = Sample.span("first")
    let other = Sample.span("the name") {
      $0.attribute(9, "plain", "x")
      $0.attribute(9, "the \"key\"\\", "the value")
      $0.attribute(9, "deep") { value in
        value.message(6) { list in
          list.attribute(1, "inner") {
            $0.message(5) { array in
              array.message(1) { $0.text(1, "zeroth") }
              array.message(1) { $0.text(1, "element") }
            }
          }
        }
      }
      $0.message(11) { $0.text(2, "event name") }
      $0.message(13) { $0.text(3, "trace state") }
      $0.message(15) { $0.text(2, "status message") }
    }
    let resource = ProtobufBytes.message {
      $0.attribute(1, "host.name", "hostname")
      $0.message(3) {
        $0.text(3, "one")
        $0.text(3, "id key")
      }
    }
    let request =
      Sample.request([span])
      + Sample.request([span, other], resource: resource, scope: [UInt8](Sample.scope))
    let prefix = "resource_spans[1].scope_spans[0].spans[1]"
    let places = [
      ("hostname", "resource_spans[1].resource.attributes[\"host.name\"]"),
      ("id key", "resource_spans[1].resource.entity_refs[0].id_keys[1]"),
      ("the name", "\(prefix).name"), ("the value", #"\#(prefix).attributes["the \"key\"\\"]"#),
      ("inner", "\(prefix).attributes[\"deep\"][\"inner\"].key"),
      ("element", "\(prefix).attributes[\"deep\"][\"inner\"][1]"),
      ("event name", "\(prefix).events[0].name"), ("trace state", "\(prefix).links[0].trace_state"),
      ("status message", "\(prefix).status.message"),
    ]
    let found = changes(.traces, request, places.reversed().map { (.email, $0.0, "y") })
    #expect(found == places.map { placed($0.1, $0.0, "y") })
  }

  @Test func severalEditsOfOneTextAreOneChange() {
    let request = Sample.request([Sample.log("mail a@b from c@d at 10.0.0.1.")])
    let found = changes(
      .logs, request, [(.email, "c@d", "C"), (.ipAddress, "10.0.0.1", "10.0.0.0"), (.email, "a@b", "A")])
    let expected = PlacedChange(
      path: "resource_logs[0].scope_logs[0].log_records[0].body", rules: [.email, .ipAddress],
      parts: [
        .kept("mail "), .changed(before: "a@b", after: "A"), .kept(" from "),
        .changed(before: "c@d", after: "C"),
        .kept(" at "), .changed(before: "10.0.0.1", after: "10.0.0.0"), .kept("."),
      ])
    #expect(found == [expected])
    #expect(found.first?.before == "mail a@b from c@d at 10.0.0.1.")
    #expect(found.first?.after == "mail A from C at 10.0.0.0.")
  }

  /// A pseudonym for a whole text is logged once for each thing that was found in it.
  @Test func severalRulesForOneTextAreOneChange() {
    let request = Sample.request([Sample.log("all of it")])
    let found = changes(
      .logs, request, [(.email, "all of it", "anon"), (.ipAddress, "all of it", "anon"), (.email, "of", "x")])
    #expect(found.map(\.rules) == [[.email, .ipAddress]])
    #expect(found.map(\.after) == ["anon"])
  }

  @Test func anAttributeThatIsLeftOutShowsItsValue() throws {
    let values: [(String, (inout ProtobufBytes) -> Void)] = [
      ("text", { $0.text(1, "text") }), ("true", { $0.varint(2, 1) }),
      ("-5", { $0.varint(3, UInt64(bitPattern: -5)) }),
      ("0.5", { $0.fixed64(4, 0.5.bitPattern) }),
      ("text in bytes", { $0.payload(7, Array("text in bytes".utf8)) }),
      ("ff00", { $0.payload(7, [0xff, 0]) }), ("{}", { _ in }),
      (#"{"values":[{"intValue":"1"}]}"#, { $0.message(5) { $0.message(1) { $0.varint(3, 1) } } }),
    ]
    for (text, value) in values {
      let attribute = ProtobufBytes.message { $0.attribute(9, "k", value) }
      let request = Sample.request([Sample.span { $0.raw(attribute) }])
      let redaction = Redaction(rule: .notAllowed, range: request.range(of: attribute), replacement: nil)
      let expected = PlacedChange(
        path: "resource_spans[0].scope_spans[0].spans[0].attributes[\"k\"]", rules: [.notAllowed],
        parts: [.changed(before: text, after: "")], isLeftOut: true)
      #expect(ChangePlacer.changes([redaction], .traces, unsafe request.span.bytes) == [expected])
      #expect(expected.after == nil)
    }
  }

  /// Given by the bytes of the value alone, as where something stands for it.
  @Test func aValueThatIsReplacedIsInItsAttribute() {
    let value = ProtobufBytes.message { $0.varint(3, 4_000_000_000) }
    let request = Sample.request([Sample.span { $0.attribute(9, "k") { $0.raw(value) } }])
    for range in [request.range(of: value), request.range(of: Array(value.dropFirst()))] {
      let redaction = Redaction(rule: .ownHash, range: range, replacement: "anon")
      #expect(
        ChangePlacer.changes([redaction], .traces, unsafe request.span.bytes)
          == [
            placed(
              "resource_spans[0].scope_spans[0].spans[0].attributes[\"k\"]", "4000000000", "anon", .ownHash)
          ])
    }
  }

  @Test func fieldsWithoutANameHaveTheirNumber() {
    let unknown = ProtobufBytes.message { $0.payload(77, [0xab, 0xcd]) }
    let request = Sample.request([Sample.span { $0.raw(unknown) }])
    let redaction = Redaction(rule: .unknownField, range: request.range(of: unknown), replacement: nil)
    let found = ChangePlacer.changes([redaction], .traces, unsafe request.span.bytes)
    #expect(found.map(\.path) == ["resource_spans[0].scope_spans[0].spans[0].field_77"])
    #expect(found.map(\.before) == ["ea0402abcd"])
  }

  @Test func whatIsInNoFieldIsShownAllTheSame() {
    let request = Sample.request([Sample.span()])
    let redactions = [request.count..<request.count, request.count..<(request.count + 5)].map {
      Redaction(rule: .email, range: $0, replacement: nil)
    }
    let found = ChangePlacer.changes(redactions, .traces, unsafe request.span.bytes)
    #expect(found.count == 2 && found.allSatisfy { $0.path == "byte \(request.count)" })
  }

  /// What a pipeline logs is found where it is, in every mode: nothing is left to a byte offset.
  @Test(arguments: Signal.allCases, PrivacyMode.allCases)
  func whatAPipelineLogsHasAPlace(_ signal: Signal, _ mode: PrivacyMode) throws {
    for seed in UInt64(1)...40 {
      var random = RandomRequest(seed: seed)
      let request = random.request(signal)
      var pipeline = TelemetryPipeline(.passing(mode))
      pipeline.recordsRedactions = true
      var output = WireBuffer(minimumCapacity: 64)
      _ = try pipeline.process(signal, unsafe request.span.bytes, into: &output)
      let found = ChangePlacer.changes(pipeline.redactionLog, signal, unsafe request.span.bytes)
      #expect(found.allSatisfy { !$0.path.hasPrefix("byte") && $0.before != $0.after })
      #expect(found.isEmpty == pipeline.redactionLog.isEmpty)
    }
  }
}

extension [UInt8] {
  fileprivate func range(of part: [UInt8]) -> Range<Int> {
    let start = indices.first { self[$0...].starts(with: part) } ?? endIndex
    return start..<(start + part.count)
  }
}
