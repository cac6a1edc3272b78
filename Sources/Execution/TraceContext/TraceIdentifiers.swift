internal import TelemetryEngine

/// The 128 bits that name a trace. Never zero, which the specification calls invalid.
package struct TraceID: Sendable, Hashable {
  package let high: UInt64
  package let low: UInt64

  /// Nil for zero.
  package init?(high: UInt64, low: UInt64) {
    guard high | low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  /// All bits random, as samplers that read the lower ones expect.
  package init(using generator: inout some RandomNumberGenerator) {
    high = generator.next()
    low = generator.nextNonZero()
  }

  /// 32 hexadecimal digits in lower case.
  package var text: String { high.hexadecimal + low.hexadecimal }

  /// 16 bytes, the highest first.
  package var bytes: [UInt8] { high.bigEndianBytes + low.bigEndianBytes }
}

/// The 64 bits that name a span within its trace. Never zero.
package struct SpanID: Sendable, Hashable {
  package let value: UInt64

  /// Nil for zero.
  package init?(_ value: UInt64) {
    guard value != 0 else { return nil }
    self.value = value
  }

  package init(using generator: inout some RandomNumberGenerator) {
    value = generator.nextNonZero()
  }

  /// 16 hexadecimal digits in lower case.
  package var text: String { value.hexadecimal }

  /// 8 bytes, the highest first.
  package var bytes: [UInt8] { value.bigEndianBytes }
}

extension RandomNumberGenerator {
  fileprivate mutating func nextNonZero() -> UInt64 {
    while true {
      let value = next()
      if value != 0 { return value }
    }
  }
}

extension UInt64 {
  fileprivate var bigEndianBytes: [UInt8] {
    stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> UInt64($0)) }
  }
}
