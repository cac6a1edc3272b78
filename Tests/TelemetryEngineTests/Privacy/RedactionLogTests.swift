import PrivacyCatalogue
import TelemetryEngine
import Testing

/// What a pipeline says it changed is what it changed.
@Suite struct RedactionLogTests {
  private static func log(_ span: [UInt8], _ mode: PrivacyMode) throws -> [(PrivacyRule, String, String?)] {
    let request = Sample.request([span])
    var pipeline = TelemetryPipeline(.passing(mode))
    pipeline.recordsRedactions = true
    let processed = try process(.traces, request, &pipeline)
    #expect(processed.redactions.values.reduce(0, +) == pipeline.redactionLog.count)
    return pipeline.redactionLog.map {
      ($0.rule, String(decoding: request[$0.range], as: UTF8.self), $0.replacement)
    }
  }

  @Test func partsOfTextsAreNamed() throws {
    let span = Sample.span { $0.attribute(9, "http.route", "from 10.1.2.3 by /home/jane, token=abc") }
    let log = try Self.log(span, .balanced).sorted { $0.1 < $1.1 }
    #expect(log.map(\.0) == [.ipAddress, .credentialParameter, .homeDirectory])
    #expect(log.map(\.1) == ["3", "abc", "jane"])
    #expect(log.map(\.2) == ["0", "[REDACTED]", "<user>"])
  }

  @Test func whatIsLeftOutHasNoReplacement() throws {
    let span = Sample.span { $0.attribute(9, "customer", "x") }
    let log = try Self.log(span, .strict)
    #expect(log.map(\.0) == [.notAllowed] && log.allSatisfy { $0.2 == nil && $0.1.contains("customer") })
  }

  /// A span that does not leave has changed nothing.
  @Test func whatDoesNotLeaveIsNotThere() throws {
    let good = Sample.span { $0.attribute(9, "password", "x") }
    let bad = Sample.span(spanID: [1]) { $0.attribute(9, "password", "y") }
    var pipeline = TelemetryPipeline(.passing(.minimal))
    pipeline.recordsRedactions = true
    _ = try process(.traces, Sample.request([bad, good, bad]), &pipeline)
    #expect(pipeline.redactionLog.map(\.rule) == [.credentialKey])
  }
}
