import TelemetryEngine

/// A span as far as samplers look at it.
struct SampledSpan: Hashable {
  var traceID: [UInt8]
  /// Nil where there is none.
  var state: String?

  init(_ traceID: [UInt8], _ state: String? = nil) {
    (self.traceID, self.state) = (traceID, state)
  }

  /// A span of a trace whose 56 bits of randomness are `bits`.
  init(bits: UInt64, _ state: String? = nil) {
    let random = (0..<7).map { UInt8(truncatingIfNeeded: bits >> UInt64(48 - 8 * $0)) }
    self.init([UInt8](repeating: 0xab, count: 9) + random, state)
  }

  /// Reads a span that left.
  init(span: [UInt8]) {
    self.init(ProtobufTree.payloads(span, 1).last ?? [], ProtobufTree.texts(span, 3).last)
  }

  /// As little as makes a span.
  var encoded: [UInt8] {
    ProtobufBytes.message {
      $0.payload(1, traceID)
      $0.payload(2, Sample.spanID)
      if let state { $0.text(3, state) }
    }
  }

  /// The threshold that `th` says, read without the engine; nil when there is none.
  var threshold: UInt64? {
    guard let entry = state?.split(separator: ",").first(where: { $0.hasPrefix("ot=") }),
      let part = entry.dropFirst(3).split(separator: ";").first(where: { $0.hasPrefix("th:") })
    else { return nil }
    let digits = part.dropFirst(3)
    return UInt64(digits + String(repeating: "0", count: 14 - digits.count), radix: 16)
  }

  /// How many spans this one stands for; 0 when it does not say.
  var adjustedCount: Double {
    threshold.map { 0x1p56 / (0x1p56 - Double($0)) } ?? 0
  }
}

/// What leaves of spans, in order.
func sampled(_ spans: [SampledSpan], _ sampler: SpanSampler) throws -> [SampledSpan] {
  try process(.traces, Sample.request(spans.map(\.encoded)), .sampling(sampler)).records
    .map(SampledSpan.init(span:))
}

/// What leaves of one span; nil when it does not.
func sampled(_ span: SampledSpan, _ sampler: SpanSampler) throws -> SampledSpan? {
  try sampled([span], sampler).first
}

extension SpanSampler {
  static func ratio(_ ratio: Double, _ mode: Mode = .equalizing, parentBased: Bool = false) -> SpanSampler {
    var sampler = SpanSampler(root: .traceIDRatio(ratio), isParentBased: parentBased)
    sampler.mode = mode
    return sampler
  }
}
