import NIOCore
import Testing
import Transport

@Suite struct GRPCTimeoutTests {
  @Test(arguments: [
    ("0n", GRPCTimeout.after(.nanoseconds(0))),
    ("1n", .after(.nanoseconds(1))),
    ("10u", .after(.microseconds(10))),
    ("250m", .after(.milliseconds(250))),
    ("99999999S", .after(.seconds(99_999_999))),
    ("1M", .after(.minutes(1))),
    ("2H", .after(.hours(2))),
    ("99999999H", .after(.hours(2_562_047))),
    ("", .malformed),
    ("S", .malformed),
    ("10", .malformed),
    ("-1S", .malformed),
    ("+1S", .malformed),
    ("1.5S", .malformed),
    ("1s", .malformed),
    ("100000000S", .malformed),
  ])
  func isReadAsTheSpecificationSays(value: String, expected: GRPCTimeout) {
    #expect(GRPCTimeout(Array(value.utf8).span) == expected)
  }
}
