import TelemetryEngine
import Testing

@Suite struct ExportResponseTests {
  /// As the official classes encode an `ExportTraceServiceResponse`.
  @Test(arguments: [
    ("", ExportResponse.success),
    ("0a0b08ac021206626164206964", ExportResponse(rejectedItems: 300, message: "bad id")),
  ])
  func agreesWithTheOfficialClasses(_ hex: String, _ response: ExportResponse) {
    #expect(response.encoded() == bytes(hex))
    #expect(ExportResponse(decoding: bytes(hex)) == response)
  }

  /// OTLP asks that `partial_success` be absent on full success, but not all servers leave it out.
  @Test func anEmptyPartialSuccessIsSuccess() {
    #expect(ExportResponse(decoding: bytes("0a00")) == .success)
  }

  @Test(arguments: [
    ExportResponse(rejectedItems: 0, message: "warning"), .init(rejectedItems: 7, message: ""),
  ])
  func warningsAndBareCountsSurvive(_ response: ExportResponse) {
    #expect(ExportResponse(decoding: response.encoded()) == response)
  }

  /// -1 and the lowest and highest 64-bit integers.
  @Test(arguments: [
    ("0a0b08ffffffffffffffffff01", 0), ("0a0b0880808080808080808001", 0),
    ("0a0a08ffffffffffffffff7f", Int.max),
  ])
  func aCountIsNeverNegative(_ hex: String, _ count: Int) {
    #expect(ExportResponse(decoding: bytes(hex))?.rejectedItems == count)
  }

  @Test func twoPartialSuccessesMerge() {
    let response = ProtobufBytes.message {
      $0.message(1) { $0.varint(1, 5) }
      $0.varint(9, 1)
      $0.message(1) { $0.text(2, "why") }
    }
    #expect(ExportResponse(decoding: response) == ExportResponse(rejectedItems: 5, message: "why"))
  }

  @Test(arguments: ["0a", "0a05", "0a0108", "0a021205", "08", "ffffffffffffffffffffffff"])
  func whatIsNoMessageIsNoResponse(_ hex: String) {
    #expect(ExportResponse(decoding: bytes(hex)) == nil)
  }

  @Test func aMessageThatIsNoUTF8IsRepaired() {
    #expect(ExportResponse(decoding: bytes("0a04120261ff"))?.message == "a\u{fffd}")
  }
}
