/// A rejection threshold: what has less randomness goes (OpenTelemetry, "TraceState: Probability Sampling").
package struct SamplingThreshold: Sendable, Comparable {
  /// Values of randomness there are: 2^56.
  static let randomnessValues: UInt64 = 1 << 56
  /// Hexadecimal digits of a threshold.
  static let digits = 14
  /// Significant digits of a threshold that is made from a ratio, as in the specification's examples:
  /// what is decided with is what is written.
  private static let precision = 4

  /// Keeps everything.
  package static let always = SamplingThreshold(value: 0)
  /// Keeps nothing. It has no text.
  package static let never = SamplingThreshold(value: randomnessValues)

  /// 0 to 2^56.
  let value: UInt64

  init(value: UInt64) {
    precondition(value <= Self.randomnessValues)
    self.value = value
  }

  /// The threshold that keeps so many values of randomness, exactly.
  init(keeping values: UInt64) { self.init(value: Self.randomnessValues - values) }

  /// The threshold that keeps this share, with four significant digits after the leading ones that are all
  /// `f` or all `0`. A share outside 0 to 1 is clamped, one that is no number keeps nothing.
  package init(probability: Double) {
    let kept = ((probability > 0 ? min(probability, 1) : 0) * Double(Self.randomnessValues)).rounded()
    let exact = Self.randomnessValues - UInt64(kept)
    guard exact > 0, exact < Self.randomnessValues else {
      value = exact
      return
    }
    // Leading digits that are `f` are zeros of the complement.
    let leading = max(exact.leadingZeroBitCount, (Self.randomnessValues - exact).leadingZeroBitCount) - 8
    let dropped = UInt64(4 * max(0, Self.digits - Self.precision - leading / 4))
    let half: UInt64 = dropped == 0 ? 0 : 1 << (dropped - 1)
    value = ((exact + half) >> dropped) << dropped
  }

  /// The share that is kept.
  package var probability: Double {
    Double(Self.randomnessValues - value) / Double(Self.randomnessValues)
  }

  /// How many digits the threshold has in `tracestate`, where zeros at the end are left out: 1 to 14.
  var textLength: Int { max(1, Self.digits - value.trailingZeroBitCount / 4) }

  /// Appends the digits as `tracestate` has them.
  func append(to output: inout WireBuffer) {
    for index in 0..<textLength {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(52 - 4 * index)) & 0xf
      output.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }

  package static func < (left: SamplingThreshold, right: SamplingThreshold) -> Bool {
    left.value < right.value
  }
}
