import Gateway
import TelemetryEngine
import Testing

@Suite struct PreviewRequestTests {
  private static let spans = #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"x"}]}]}]}"#
  private static let logs =
    #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"x"}}]}]}]}"#
  /// The encoding of the first.
  private static let protobuf: [UInt8] = [0x0a, 7, 0x12, 5, 0x12, 3, 0x2a, 1, 0x78]

  private func requests(_ text: String, only signal: Signal? = nil) throws -> [PreviewRequest] {
    try PreviewRequest.all(in: Array(text.utf8), only: signal)
  }

  @Test func oneJSONRequest() throws {
    #expect(try requests(Self.spans) == [PreviewRequest(signal: .traces, bytes: Self.protobuf)])
  }

  @Test func jsonLinesOfSeveralSignals() throws {
    let text = [Self.spans, Self.logs, "{}", Self.spans].joined(separator: "\n") + "\n"
    #expect(try requests(text).map(\.signal) == [.traces, .logs, .traces])
    #expect(try requests(text, only: .logs).map(\.signal) == [.logs])
    #expect(try requests(text, only: .metrics).isEmpty)
  }

  @Test func protobufIsTakenForWhatItFitsOrWhatIsSaid() throws {
    let request = PreviewRequest(signal: .traces, bytes: Self.protobuf)
    #expect(try PreviewRequest.all(in: Self.protobuf, only: .traces) == [request])
    let log: [UInt8] = [0x0a, 11, 0x12, 9, 0x12, 7, 0x2a, 5, 0x0a, 3, 0x61, 0x62, 0x63]
    #expect(try PreviewRequest.all(in: log, only: nil) == [PreviewRequest(signal: .logs, bytes: log)])
  }

  @Test func nothingIsNoRequest() throws {
    #expect(try requests("").isEmpty)
    #expect(try requests("{}").isEmpty)
    #expect(try PreviewRequest.all(in: [0x0a, 2, 0x12, 0], only: nil).isEmpty)
  }

  private func fault(_ input: [UInt8]) -> PreviewError? {
    do throws(PreviewError) {
      _ = try PreviewRequest.all(in: input, only: nil)
      return nil
    } catch {
      return error
    }
  }

  @Test func faultsOfJSONHaveALineAndAColumn() {
    let error = fault(Array((Self.spans + "\n" + #"{"ä":nul"#).utf8))
    #expect(error?.place?.line == 2 && error?.place?.column == 6)
    #expect(error?.description == "malformed OTLP/JSON at byte 68: expected a value")
    let other = fault(Array("{}\n {\"traces\":1}".utf8))
    #expect(other?.place?.line == 2 && other?.place?.column == 2)
    #expect(other?.description.contains("resourceSpans") == true)
  }

  @Test func faultsOfProtobufHaveAnOffset() {
    #expect(fault([0x0a, 5, 0]) == .protobuf(WireError(.truncated, at: 1)))
  }

  @Test func compressedInputIsRecognized() {
    #expect(fault([0x1f, 0x8b, 8, 0]) == .gzip)
  }

  /// A record without any field fits all of them.
  @Test func whatCouldBeSeveralSignalsMustBeNamed() throws {
    let request: [UInt8] = [0x0a, 4, 0x12, 2, 0x12, 0]
    #expect(fault(request) == .ambiguous([.traces, .metrics, .logs]))
    #expect(
      try PreviewRequest.all(in: request, only: .logs) == [PreviewRequest(signal: .logs, bytes: request)])
  }
}
