import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct GrowthTests {
  /// Tiny values whose replacements are many times as long: what a stranger sends must not fill the
  /// memory.
  @Test func aRequestMayNotGrowWithoutBound() throws {
    func request(doublings: Int) -> [UInt8] {
      var attributes: [UInt8] = [0x0a, 0x04, 0x12, 0x02, 0x10, 0x01]
      for _ in 0..<doublings { attributes += attributes }
      return Sample.request([Sample.span()], resource: Sample.resource + attributes)
    }
    #expect(refusal(.traces, request(doublings: 17), .passing(.strict)) == .growsTooMuch)
    let processed = try process(.traces, request(doublings: 13), .passing(.strict))
    #expect(processed.items.kept == 1)
    #expect(processed.redactions[.notAllowed] == 1 << 13)
  }

  @Test func countsOfDroppedAttributesDoNotOverflow() throws {
    for count in [UInt64.max, UInt64(UInt32.max), (1 << 32) | 5] as [UInt64] {
      let span = Sample.span {
        $0.varint(10, count)
        $0.attribute(9, "not.allowed", "x")
      }
      let processed = try process(.traces, Sample.request([span]), .passing(.strict))
      let record = try #require(processed.records.first)
      let written = (ProtobufTree.fields(record) ?? []).last { $0.number == 10 }?.varint
      // A decoder takes the low 32 bits of what was sent.
      #expect(written == min((count & 0xffff_ffff) + 1, 0xffff_ffff))
    }
  }
}
