import TelemetryEngine
import Testing

@Suite struct RPCStatusTests {
  /// `google.rpc.Status` as the official classes encode it.
  static let official: [(String, RPCStatus)] = [
    ("080312086e6f205554462d38", RPCStatus(code: .invalidArgument, message: "no UTF-8")),
    (
      """
      080e1204627573791a360a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e52657472\
      79496e666f120a0a0808011080cab5ee01
      """,
      RPCStatus(code: .unavailable, message: "busy", retryDelay: .milliseconds(1500))
    ),
    // A BadRequest stands before the RetryInfo.
    (
      """
      0808120466756c6c1a2b0a29747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e42616452\
      6571756573741a300a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e526574727949\
      6e666f12040a021001
      """,
      RPCStatus(code: .resourceExhausted, message: "full", retryDelay: .nanoseconds(1))
    ),
    // A RetryInfo that names no delay still allows to try again.
    (
      """
      080e1201781a2a0a28747970652e676f6f676c65617069732e636f6d2f676f6f676c652e7270632e52657472794\
      96e666f
      """,
      RPCStatus(code: .unavailable, message: "x", retryDelay: .zero)
    ),
    ("", RPCStatus(code: .ok, message: "")),
  ]

  @Test(arguments: official)
  func readsWhatTheOfficialClassesWrite(_ hex: String, _ status: RPCStatus) {
    #expect(RPCStatus(decoding: bytes(hex)) == status)
  }

  @Test(arguments: official.prefix(2))
  func writesWhatTheOfficialClassesWrite(_ hex: String, _ status: RPCStatus) {
    #expect(status.encoded() == bytes(hex))
  }

  static let delays: [Duration?] = [nil, .zero, .nanoseconds(1), .milliseconds(2500), .seconds(86_400)]

  @Test(arguments: RPCCode.allCases, delays)
  func everyCodeSurvives(_ code: RPCCode, _ delay: Duration?) {
    let status = RPCStatus(code: code, message: "grüße", retryDelay: delay)
    #expect(RPCStatus(decoding: status.encoded()) == status)
  }

  @Test func theCodesAreNumberedAsInGRPC() {
    #expect(RPCCode.allCases.map(\.rawValue) == Array(0...16))
    #expect(RPCCode.unauthenticated.rawValue == 16 && RPCCode.unavailable.rawValue == 14)
  }

  @Test(arguments: [17, 99, 0xffff_ffff_ffff_ffff, 0x7fff_ffff])
  func aCodeOfTheFutureIsUnknown(_ code: UInt64) {
    let status = ProtobufBytes.message { $0.varint(1, code) }
    #expect(RPCStatus(decoding: status)?.code == .unknown)
  }

  /// An int32 is what its low 32 bits say.
  @Test func codesAreRead32BitsWide() {
    let status = ProtobufBytes.message { $0.varint(1, 1 << 32 | 14) }
    #expect(RPCStatus(decoding: status)?.code == .unavailable)
  }

  private func status(type: String, seconds: UInt64, nanoseconds: UInt64) -> [UInt8] {
    ProtobufBytes.message {
      $0.message(3) {
        $0.text(1, type)
        $0.message(2) {
          $0.message(1) {
            $0.varint(1, seconds)
            $0.varint(2, nanoseconds)
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("type.googleapis.com/google.rpc.RetryInfo", Duration.seconds(2)),
    ("example.com/types/google.rpc.RetryInfo", .seconds(2)),
    ("google.rpc.RetryInfo", nil), ("type.googleapis.com/not.google.rpc.RetryInfo", nil),
    ("type.googleapis.com/google.rpc.BadRequest", nil), ("", nil),
  ])
  func onlyARetryInfoHasADelay(_ type: String, _ delay: Duration?) {
    let status = status(type: type, seconds: 2, nanoseconds: 0)
    #expect(RPCStatus(decoding: status) == RPCStatus(code: .ok, message: "", retryDelay: delay))
  }

  @Test(
    arguments: [
      (315_576_000_000, 999_999_999, true), (315_576_000_001, 0, false), (0, 1_000_000_000, false),
      (.max, 0, false), (0, .max, false), (1 << 63, 0, false),
    ] as [(UInt64, UInt64, Bool)])
  func aDelayOutsideOfDurationsRangeIsNone(_ seconds: UInt64, _ nanoseconds: UInt64, _ isValid: Bool) {
    let status = status(
      type: "type.googleapis.com/google.rpc.RetryInfo", seconds: seconds, nanoseconds: nanoseconds)
    #expect((RPCStatus(decoding: status)?.retryDelay != nil) == isValid)
  }

  @Test(
    arguments: [
      [0x08], [0x12, 0x05, 0x61], [0x0c], [0x0b], [0x00], [0x0f], [0x1a, 0xff, 0xff, 0xff, 0xff, 0xff],
      [UInt8](repeating: 0xff, count: 12),
    ] as [[UInt8]])
  func whatIsNoMessageIsNoStatus(_ bytes: [UInt8]) {
    #expect(RPCStatus(decoding: bytes) == nil)
  }

  @Test func unknownFieldsOfEveryWireTypeAreSteppedOver() {
    let group: [UInt8] = [0x53, 0x08, 0x01, 0x12, 0x01, 0x78, 0x5b, 0x5c, 0x54]
    let unknown = group + [0x59] + [UInt8](repeating: 9, count: 8) + [0x5d, 1, 2, 3, 4]
    let known = RPCStatus(code: .aborted, message: "m")
    #expect(RPCStatus(decoding: unknown + known.encoded() + unknown) == known)
    #expect(RPCStatus(decoding: [0x53, 0x5c]) == nil)
    #expect(RPCStatus(decoding: [UInt8](repeating: 0x53, count: 100_000)) == nil)
  }
}
