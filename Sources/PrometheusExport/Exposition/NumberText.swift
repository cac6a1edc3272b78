/// Writes numbers as text without building strings where it can.
enum NumberText {
  /// The shortest text that reads back as the same number; whole numbers with `.0`.
  static func append(_ value: Double, to bytes: inout [UInt8]) {
    if let whole = Int64(exactly: value), whole.magnitude < 1 << 53 {
      if whole < 0 || (whole == 0 && value.sign == .minus) { bytes.append(UInt8(ascii: "-")) }
      append(whole.magnitude, to: &bytes)
      bytes.append(UInt8(ascii: "."))
      bytes.append(UInt8(ascii: "0"))
    } else if value.isNaN {
      bytes += "NaN".utf8
    } else if value.isInfinite {
      bytes += (value < 0 ? "-Inf" : "+Inf").utf8
    } else {
      bytes += value.description.utf8
    }
  }

  /// A count, with `.0`.
  static func append(count: UInt64, to bytes: inout [UInt8]) {
    append(count, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0"))
  }

  static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  /// A bucket's bound or a quantile in the one spelling that OpenMetrics asks for, so that a series keeps its
  /// name whichever format a scraper takes: from a million on, with an exponent.
  static func append(label value: Double, to bytes: inout [UInt8]) {
    guard value >= 1_000_000, value < 9_007_199_254_740_992, let whole = Int64(exactly: value) else {
      append(value, to: &bytes)
      return
    }
    var digits: [UInt8] = []
    append(whole.magnitude, to: &digits)
    let exponent = digits.count - 1
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    bytes.append(digits[0])
    if digits.count > 1 {
      bytes.append(UInt8(ascii: "."))
      bytes += digits.dropFirst()
    }
    bytes += (exponent < 10 ? "e+0\(exponent)" : "e+\(exponent)").utf8
  }

  /// Nanoseconds since 1970 as seconds.
  static func append(nanoseconds: UInt64, to bytes: inout [UInt8]) {
    append(nanoseconds / 1_000_000_000, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    var rest = nanoseconds % 1_000_000_000
    var divisor: UInt64 = 100_000_000
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor))
      rest %= divisor
      divisor /= 10
    } while rest > 0 && divisor > 0
  }
}
