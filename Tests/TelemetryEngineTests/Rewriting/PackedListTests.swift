import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct PackedListTests {
  private static func histogram(_ point: (inout ProtobufBytes) -> Void) -> [UInt8] {
    Sample.request([
      ProtobufBytes.message {
        $0.text(1, "latency")
        $0.message(9) {
          $0.message(1, point)
          $0.varint(2, 2)
        }
      }
    ])
  }

  private static func exponential(_ buckets: (inout ProtobufBytes) -> Void) -> [UInt8] {
    Sample.request([
      ProtobufBytes.message { $0.message(10) { $0.message(1) { $0.message(8, buckets) } } }
    ])
  }

  @Test func packedSingleAndMixedListsPass() throws {
    let requests = [
      Self.histogram { $0.payload(6, [UInt8](repeating: 1, count: 24)) },
      Self.histogram { $0.payload(6, []) },
      Self.histogram {
        $0.fixed64(6, 1)
        $0.payload(6, [UInt8](repeating: 1, count: 8))
        $0.fixed64(7, 1)
      },
      Self.exponential { $0.payload(2, [1, 0x80, 1, 0xff, 0xff, 0x03]) },
      Self.exponential {
        $0.varint(2, 1)
        $0.payload(2, [UInt8](repeating: 0xff, count: 9) + [1])
      },
    ]
    for request in requests {
      let processed = try process(.metrics, request, .passing(.balanced))
      #expect(processed.output == request)
      #expect(processed.items.kept == 1)
    }
  }

  @Test func brokenListsAreRefused() {
    let uneven = Self.histogram { $0.payload(6, [UInt8](repeating: 1, count: 23)) }
    #expect(refusal(.metrics, uneven) == .invalidPackedLength)
    let bounds = Self.histogram { $0.payload(7, [UInt8](repeating: 1, count: 4)) }
    #expect(refusal(.metrics, bounds) == .invalidPackedLength)
    #expect(refusal(.metrics, Self.exponential { $0.payload(2, [1, 0x80]) }) == .truncated)
    let long = [UInt8](repeating: 0x80, count: 10) + [0]
    #expect(refusal(.metrics, Self.exponential { $0.payload(2, long) }) == .varintTooLong)
  }
}
