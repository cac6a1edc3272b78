import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct NestedValueTests {
  static let mail = "jane.doe@example.com"

  /// A value of lists and maps, three deep, with a text, a credential and bytes at each level.
  private static func nested(_ depth: Int) -> (inout ProtobufBytes) -> Void {
    { value in
      guard depth > 0 else { return value.text(1, "to \(mail)") }
      value.message(6) {
        $0.attribute(1, "note", "from \(mail)")
        $0.attribute(1, "password", "hunter2")
        $0.attribute(1, "raw") { $0.payload(7, Array("by \(mail)".utf8)) }
        $0.attribute(1, "count") { $0.varint(3, 7) }
        $0.attribute(1, "items") { list in
          list.message(5) {
            $0.message(1, nested(depth - 1))
            $0.message(1) { $0.text(1, mail) }
            $0.message(1) { $0.varint(2, 1) }
          }
        }
      }
    }
  }

  private static func holds(_ output: [UInt8]) -> [String] {
    [mail, "hunter2"].filter { output.contains($0) }
  }

  @Test(arguments: [PrivacyMode.balanced, .strict])
  func isScrubbedInSpansEventsLinksAndScopes(_ mode: PrivacyMode) throws {
    let span = Sample.span {
      $0.attribute(9, "http.route", Self.nested(3))
      $0.message(11) { $0.attribute(3, "http.route", Self.nested(3)) }
      $0.message(13) { $0.attribute(4, "http.route", Self.nested(3)) }
    }
    let resource = Sample.resource + ProtobufBytes.message { $0.attribute(1, "host", Self.nested(3)) }
    let scope = Sample.scope + ProtobufBytes.message { $0.attribute(3, "host", Self.nested(3)) }
    let request = Sample.request([span], resource: resource, scope: scope)
    let processed = try process(.traces, request, .passing(mode))
    #expect(Self.holds(processed.output) == [])
    #expect(processed.items.kept == 1)
    // Numbers and shapes stay.
    #expect(processed.output.contains([0x18, 0x07]) || mode == .strict)
  }

  @Test(arguments: [PrivacyMode.balanced, .strict])
  func isScrubbedInLogsAndMetrics(_ mode: PrivacyMode) throws {
    let log = Sample.log {
      $0.message(5, Self.nested(3))
      $0.attribute(6, "http.route", Self.nested(3))
    }
    #expect(Self.holds(try process(.logs, Sample.request([log]), .passing(mode)).output) == [])
    let metric = Sample.metric {
      $0.attribute(12, "http.route", Self.nested(3))
      $0.message(7) {
        $0.message(1) { point in
          point.attribute(7, "http.route", Self.nested(3))
          point.message(5) { $0.attribute(7, "http.route", Self.nested(3)) }
        }
      }
    }
    #expect(Self.holds(try process(.metrics, Sample.request([metric]), .passing(mode)).output) == [])
  }

  @Test func minimalTakesCredentialsOnly() throws {
    let request = Sample.request([Sample.span { $0.attribute(9, "k", Self.nested(2)) }])
    #expect(Self.holds(try process(.traces, request, .passing(.minimal)).output) == [Self.mail])
  }

  @Test func aKeyIsScrubbedLikeAValue() throws {
    for value in [{ $0.text(1, "plain") }, { $0.varint(3, 1) }] as [(inout ProtobufBytes) -> Void] {
      let span = Sample.span { $0.attribute(9, "for \(Self.mail)", value) }
      let resource = Sample.resource + ProtobufBytes.message { $0.attribute(1, "of \(Self.mail)", value) }
      for mode in [PrivacyMode.balanced, .strict] {
        let request = Sample.request([span], resource: resource)
        let output = try process(.traces, request, .passing(mode)).output
        #expect(Self.holds(output) == [])
      }
    }
    let secret = Sample.span { $0.attribute(9, "password of \(Self.mail)", "hunter2") }
    let output = try process(.traces, Sample.request([secret]), .passing(.balanced)).output
    #expect(Self.holds(output) == [])
  }
}
