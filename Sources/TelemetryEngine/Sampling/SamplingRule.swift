/// What decides about the spans of one class where no parent did: the root sampler, or the ratio that the
/// settings give a service or a span name.
struct SamplingRule {
  enum Kind {
    case alwaysOn
    case alwaysOff
    case ratio
  }

  let kind: Kind
  /// Of `ratio`, 0 to 1.
  private let ratio: Double
  let threshold: SamplingThreshold
  /// What says the threshold of spans that came without a trace state.
  let field: ThresholdField
  let kept: SamplingOutcome
  let dropped: SamplingOutcome

  init(_ root: SpanSampler.Root) {
    switch root {
    case .alwaysOn: self.init(.alwaysOn, 1, .keptAlwaysOn, .droppedAlwaysOff)
    case .alwaysOff: self.init(.alwaysOff, 0, .keptAlwaysOn, .droppedAlwaysOff)
    case .traceIDRatio(let ratio): self.init(.ratio, ratio, .keptRatio, .droppedRatio)
    }
  }

  static func service(_ ratio: Double) -> SamplingRule {
    SamplingRule(.ratio, ratio, .keptServiceRatio, .droppedServiceRatio)
  }

  static func spanName(_ ratio: Double) -> SamplingRule {
    SamplingRule(.ratio, ratio, .keptSpanNameRatio, .droppedSpanNameRatio)
  }

  private init(_ kind: Kind, _ ratio: Double, _ kept: SamplingOutcome, _ dropped: SamplingOutcome) {
    self.kind = kind
    self.ratio = ratio
    threshold = SamplingThreshold(probability: ratio)
    field = threshold < .never ? ThresholdField(threshold) : ThresholdField()
    self.kept = kept
    self.dropped = dropped
  }

  /// The threshold for a span that came with another, or with none. Never below the one it came with.
  func threshold(after upstream: SamplingThreshold?, _ mode: SpanSampler.Mode) -> SamplingThreshold {
    guard let upstream, upstream > .always else { return threshold }
    switch mode {
    case .equalizing: return max(upstream, threshold)
    case .proportional:
      return max(upstream, SamplingThreshold(probability: ratio * upstream.probability))
    }
  }
}
