/// Decides which spans leave: consistent probability sampling, so that every gateway and every loop
/// decides alike for a trace without knowing of the others.
///
/// Randomness is the low 56 bits of the trace id (or `rv`); a span is kept where it is at least the
/// threshold (OpenTelemetry, "Probability sampling").
package struct SpanSampler: Sendable, Equatable {
  /// What decides where no parent did.
  package enum Root: Sendable, Equatable {
    case alwaysOn
    case alwaysOff
    /// The share of traces to keep, 0 to 1.
    case traceIDRatio(Double)
  }

  /// Values of randomness there are: 2^56.
  static let randomnessValues: UInt64 = 1 << 56

  /// Spans with less randomness go.
  let threshold: UInt64
  /// Whether what upstream decided stands.
  let isParentBased: Bool

  package init(root: Root, isParentBased: Bool) {
    self.isParentBased = isParentBased
    threshold =
      switch root {
      case .alwaysOn: 0
      case .alwaysOff: Self.randomnessValues
      case .traceIDRatio(let ratio): Self.threshold(ratio: ratio)
      }
  }

  /// Spans with less randomness than the result go at this ratio. Ratios outside 0 to 1 are clamped.
  static func threshold(ratio: Double) -> UInt64 {
    let kept = ((ratio > 0 ? min(ratio, 1) : 0) * Double(randomnessValues)).rounded()
    return randomnessValues - UInt64(kept)
  }

  /// Whether a span leaves. `traceIDLow` are the trace id's last eight bytes, the first one highest;
  /// `upstream` is what the span's `tracestate` says.
  @inline(__always)
  func keeps(traceIDLow: UInt64, upstream: SamplingTraceState?) -> Bool {
    if isParentBased, upstream?.threshold != nil { return true }
    let randomness = upstream?.randomness ?? traceIDLow & (Self.randomnessValues - 1)
    return randomness >= threshold
  }
}
