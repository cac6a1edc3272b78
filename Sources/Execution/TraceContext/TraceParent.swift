/// A span and its trace, as `traceparent` of W3C Trace Context names them.
package struct TraceParent: Sendable, Equatable {
  /// What version 00 defines: sampled, and (Level 2) that the trace id is random. Others are not passed on.
  private static let knownFlags: UInt8 = 0b11
  /// Length of version 00, and of what a later version begins with.
  private static let length = 55

  package let traceID: TraceID
  package let spanID: SpanID
  package let flags: UInt8

  package init(traceID: TraceID, spanID: SpanID, flags: UInt8) {
    self.traceID = traceID
    self.spanID = spanID
    self.flags = flags & Self.knownFlags
  }

  /// Reads version 00, or the part of a later version that is as in 00.
  ///
  /// - Returns: Nil for what the specification says must be ignored: other forms, version `ff`, capitals, ids of
  ///   zeros.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let dash = UInt8(ascii: "-")
    guard bytes.count >= Self.length, [2, 35, 52].allSatisfy({ bytes[$0] == dash }) else { return nil }
    guard let version = Self.number(bytes[0..<2]), version != 0xff else { return nil }
    guard bytes.count == Self.length || version > 0 && bytes[Self.length] == dash else { return nil }
    guard let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]),
      let traceID = TraceID(high: high, low: low),
      let spanID = Self.number(bytes[36..<52]).flatMap(SpanID.init),
      let flags = Self.number(bytes[53..<55])
    else { return nil }
    self.init(traceID: traceID, spanID: spanID, flags: UInt8(truncatingIfNeeded: flags))
  }

  /// In version 00.
  package var text: String {
    "00-\(traceID.text)-\(spanID.text)-0\(String(flags, radix: 16))"
  }

  /// At most 16 digits in lower case.
  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
    var number: UInt64 = 0
    for digit in digits {
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      default: return nil
      }
      number = number << 4 | UInt64(value)
    }
    return number
  }
}
