/// What the `ot` entry of a W3C `tracestate` says about sampling upstream
/// (OpenTelemetry, "Probability sampling in TraceState").
struct SamplingTraceState: Equatable {
  /// `th`: spans with less randomness than this were not sampled. 0 is 100 %.
  var threshold: UInt64?
  /// `rv`: explicit randomness of 56 bits.
  var randomness: UInt64?

  /// Reads `bytes[start..<end]`; what is malformed counts as absent.
  init(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    var offset = start
    while offset < end {
      let member = Self.part(bytes, offset, end, separator: 0x2c)
      var open = member.lowerBound
      while open < member.upperBound, bytes.uint8(at: open) == 0x20 || bytes.uint8(at: open) == 0x09 {
        open += 1
      }
      if bytes.matches("ot=", at: open, before: member.upperBound) {
        readEntry(bytes, open + 3, member.upperBound)
        return
      }
      offset = member.upperBound + 1
    }
  }

  private mutating func readEntry(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    guard end - start <= 256 else { return }
    var offset = start
    while offset < end {
      let field = Self.part(bytes, offset, end, separator: 0x3b)
      let value = field.lowerBound + 3
      if bytes.matches("th:", at: field.lowerBound, before: field.upperBound) {
        threshold = Self.hex(bytes, value, field.upperBound, digits: 1...14)
      } else if bytes.matches("rv:", at: field.lowerBound, before: field.upperBound) {
        randomness = Self.hex(bytes, value, field.upperBound, digits: 14...14)
      }
      offset = field.upperBound + 1
    }
  }

  private static func part(_ bytes: RawSpan, _ start: Int, _ end: Int, separator: UInt8) -> Range<Int> {
    var close = start
    while close < end, bytes.uint8(at: close) != separator { close += 1 }
    return start..<close
  }

  /// Lower-case hexadecimal, padded with zeros on the right to 14 digits.
  private static func hex(_ bytes: RawSpan, _ start: Int, _ end: Int, digits: ClosedRange<Int>) -> UInt64? {
    var close = end
    while close > start, bytes.uint8(at: close - 1) == 0x20 || bytes.uint8(at: close - 1) == 0x09 {
      close -= 1
    }
    guard digits.contains(close - start) else { return nil }
    var value: UInt64 = 0
    for offset in start..<close {
      let byte = bytes.uint8(at: offset)
      guard ASCII.isLowerHex(byte) else { return nil }
      value = value << 4 | UInt64(ASCII.isDigit(byte) ? byte - 0x30 : byte - 0x57)
    }
    return value << UInt64(4 * (14 - (close - start)))
  }
}
