extension WireBuffer {
  /// Appends a scalar, given as it is on the wire, in the form OTLP/JSON has for its kind.
  mutating func append(jsonNumber value: UInt64, _ kind: FieldKind) {
    switch kind {
    case .bool: append(value != 0 ? "true" : "false")
    case .enumeration, .int32: append(decimal: Int64(Int32(truncatingIfNeeded: value)))
    case .uint32, .fixed32: append(decimal: UInt64(UInt32(truncatingIfNeeded: value)))
    case .sint32:
      let zigzag = UInt32(truncatingIfNeeded: value)
      append(decimal: Int64(Int32(bitPattern: zigzag >> 1) ^ -Int32(zigzag & 1)))
    case .int64, .sfixed64: appendQuoted { $0.append(decimal: Int64(bitPattern: value)) }
    case .uint64, .fixed64: appendQuoted { $0.append(decimal: value) }
    case .double: append(jsonDouble: Double(bitPattern: value))
    case .unknown, .string, .bytes, .hexID, .message: append("null")
    }
  }

  @inline(__always)
  private mutating func appendQuoted(_ body: (inout WireBuffer) -> Void) {
    append(UInt8(ascii: "\""))
    body(&self)
    append(UInt8(ascii: "\""))
  }

  /// Appends the shortest text that reads back as the same double; JSON has no numbers for the
  /// non-finite ones, which become strings.
  private mutating func append(jsonDouble value: Double) {
    if value.isNaN { return append("\"NaN\"") }
    if value.isInfinite { return append(value < 0 ? "\"-Infinity\"" : "\"Infinity\"") }
    // Whole numbers in the range where every one is exact need no shortest-digits search.
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53, value != 0 || value.sign == .plus {
      return append(decimal: whole)
    }
    for byte in value.description.utf8 { append(byte) }
  }

  private mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// Appends `value` in decimal digits, eight at a time.
  private mutating func append(decimal value: UInt64) {
    let (upper, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
    guard upper > 0 else { return append(leadingDigits: low) }
    let (high, middle) = upper.quotientAndRemainder(dividingBy: 100_000_000)
    if high > 0 {
      append(leadingDigits: high)
      append(low: 8, of: Self.eightDigits(middle))
    } else {
      append(leadingDigits: middle)
    }
    append(low: 8, of: Self.eightDigits(low))
  }

  /// Appends a number below 10^8 without leading zeros.
  private mutating func append(leadingDigits value: UInt64) {
    let digits = Self.eightDigits(value)
    // A zero digit is 0x30, so what the exclusive or leaves below the first other digit is zero.
    let zeros = min((digits ^ 0x3030_3030_3030_3030).trailingZeroBitCount / 8, 7)
    append(low: 8 - zeros, of: digits >> UInt64(8 * zeros))
  }

  /// The eight ASCII digits of a number below 10^8, the first in the lowest byte: the number is
  /// halved into pairs of lanes, four digits each, then two, then one, all lanes at once.
  private static func eightDigits(_ value: UInt64) -> UInt64 {
    let fours = value / 10_000 | (value % 10_000) << 32
    let hundreds = (fours &* 10_486) >> 20 & 0x0000_007f_0000_007f
    let pairs = hundreds | (fours &- hundreds &* 100) << 16
    let tens = (pairs &* 103) >> 10 & 0x000f_000f_000f_000f
    return (tens | (pairs &- tens &* 10) << 8) | 0x3030_3030_3030_3030
  }
}
