/// A request of 512 spans as HTTP services send them: a resource of six attributes, ten attributes a span, about
/// 450 bytes each. The same in every run.
struct SampleRequest {
  private var random: UInt64 = 42

  static func traces(spans: Int = 512) -> [UInt8] {
    var writer = SampleRequest()
    var scope = field(1, field(1, text("opentelemetry.instrumentation.http")) + field(2, text("0.66b1")))
    for number in 0..<spans { scope += field(2, writer.span(number)) }
    return field(1, field(1, resource) + field(2, scope))
  }

  private static var resource: [UInt8] {
    [
      ("service.name", "checkout"), ("service.version", "1.4.2"),
      ("service.instance.id", "7a1f0c1e-6b0a-4d2c-9f3e-2b6f8b1f3c11"),
      ("host.name", "ip-10-0-12-7.ec2.internal"),
      ("telemetry.sdk.name", "opentelemetry"), ("telemetry.sdk.language", "python"),
    ].flatMap { attribute(1, $0, $1) }
  }

  private mutating func span(_ number: Int) -> [UInt8] {
    var span = Self.field(1, randomBytes(16)) + Self.field(2, randomBytes(8))
    if number % 3 > 0 { span += Self.field(4, randomBytes(8)) }
    span += Self.field(5, Self.text("GET /api/cart/{id}")) + [0x30, 2]
    let start = 1_767_225_600_000_000_000 + next(below: 1_000_000_000_000)
    span += [0x39] + Self.fixed64(start) + [0x41] + Self.fixed64(start + next(below: 1_000_000_000))
    span += Self.attribute(9, "http.request.method", "GET")
    span += Self.attribute(9, "http.response.status_code", number: 200)
    span += Self.attribute(9, "url.path", "/api/cart/\(next(below: 1_000_000))")
    span += Self.attribute(9, "url.scheme", "https")
    span += Self.attribute(9, "server.address", "shop.example.com")
    span += Self.attribute(9, "server.port", number: 443)
    span += Self.attribute(9, "client.address", "203.0.113.\(next(below: 255))")
    span += Self.attribute(
      9, "user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36")
    span += Self.attribute(9, "network.protocol.version", "1.1")
    span += Self.attribute(9, "enduser.id", "user\(next(below: 100_000))@example.com")
    return span + [0x7a, 2, 0x18, 1, 0x85, 1, 1, 1, 0, 0]
  }

  private static func attribute(_ number: UInt8, _ key: String, _ value: String) -> [UInt8] {
    field(number, field(1, text(key)) + field(2, field(1, text(value))))
  }

  private static func attribute(_ number: UInt8, _ key: String, number value: UInt64) -> [UInt8] {
    field(number, field(1, text(key)) + field(2, [0x18] + varint(value)))
  }

  private static func field(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
    [number << 3 | 2] + varint(UInt64(payload.count)) + payload
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func fixed64(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private mutating func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next(below: 255) + 1) }
  }

  /// SplitMix64.
  private mutating func next(below bound: UInt64) -> UInt64 {
    random &+= 0x9e37_79b9_7f4a_7c15
    var mixed = random
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return (mixed ^ (mixed >> 31)) % bound
  }
}
