import TelemetryEngine
import Testing

@Suite struct RequestShapeTests {
  private func signals(_ request: [UInt8]) -> [Signal] { RequestShape.signals(of: unsafe request.span.bytes) }

  @Test(arguments: Signal.allCases)
  func aRequestIsOfItsSignal(_ signal: Signal) throws {
    #expect(signals(Sample.request([Sample.record(signal)])) == [signal])
    #expect(try signals(Golden.bytes("json/\(signal.name).pb")) == [signal])
    #expect(try signals(Golden.bytes("json/\(signal.name).scrambled.pb")) == [signal])
  }

  @Test(
    arguments: [
      (.logs, ProtobufBytes.message { $0.message(5) { $0.text(1, "a body and nothing else") } }),
      (.logs, ProtobufBytes.message { $0.attribute(6, "key", "value") }),
      (.logs, ProtobufBytes.message { $0.fixed64(11, 1) }),
      (.metrics, ProtobufBytes.message { $0.text(1, "a.name.without.data") }),
      (.metrics, ProtobufBytes.message { $0.message(5) { $0.message(1) { $0.fixed64(4, 1) } } }),
      (.traces, ProtobufBytes.message { $0.payload(1, [UInt8](0xf0...0xff)) }),
    ] as [(Signal, [UInt8])])
  func aLittleIsEnough(_ signal: Signal, _ record: [UInt8]) {
    #expect(signals(Sample.request([record])) == [signal])
  }

  @Test func newerFieldsDoNotMatter() {
    let span = Sample.span {
      $0.text(40, "newer")
      $0.varint(41, 1)
    }
    #expect(signals(Sample.request([span])) == [.traces])
  }

  @Test(arguments: [[], Sample.request([]), [0xff, 0xff]] as [[UInt8]])
  func withoutARecordNothingTells(_ request: [UInt8]) {
    #expect(signals(request) == Signal.allCases)
  }

  /// Damage does not make it another signal, so that the fault is reported and not a doubt.
  @Test(arguments: Signal.allCases)
  func damageDoesNotMatterMuch(_ signal: Signal) {
    let request = Sample.request([Sample.record(signal), Sample.record(signal), [0x0a, 0xff]])
    #expect(signals(request) == [signal])
  }
}
