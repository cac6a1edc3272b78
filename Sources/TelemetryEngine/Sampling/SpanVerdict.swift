/// What is decided about one span.
struct SpanVerdict: Equatable {
  /// What becomes of `th` in the trace state of a span that is kept.
  enum ThresholdEdit {
    /// It stays as it came.
    case leave
    /// It becomes the verdict's threshold.
    case write
    /// There is one that nobody may believe, and the true one is not known.
    case erase
  }

  let outcome: SamplingOutcome
  let edit: ThresholdEdit
  /// What was wrong with the trace state.
  var faults = TraceStateFaults()
  /// Whether the rate limit of its service concerns the span.
  private(set) var isLimitable = false
  let threshold: SamplingThreshold
  /// At which threshold a limitable span would leave if there were no limit.
  private(set) var unlimited = SamplingThreshold.always

  @inline(__always)
  init(
    _ outcome: SamplingOutcome, _ edit: ThresholdEdit = .leave, _ threshold: SamplingThreshold = .always
  ) {
    self.outcome = outcome
    self.edit = edit
    self.threshold = threshold
  }

  func limitable(at threshold: SamplingThreshold) -> SpanVerdict {
    var verdict = self
    verdict.isLimitable = true
    verdict.unlimited = threshold
    return verdict
  }

  /// Whether there is more to count than the outcome.
  @inline(__always)
  var hasMore: Bool { isLimitable || !faults.isEmpty }
}

extension SpanSampler {
  /// Decides about a span by what is known of it. The same answer everywhere and always.
  ///
  /// `reason` says why the span is of a class that is kept whole, if it is; `limit` is what the rate limit
  /// of its service is at; `upstream` has been settled with `randomness`.
  func verdict(
    _ rule: SamplingRule, keptFor reason: SamplingOutcome?, randomness: UInt64, upstream: UpstreamSampling,
    limit: SamplingThreshold
  ) -> SpanVerdict {
    if keepsNothing { return SpanVerdict(.droppedAlwaysOff) }
    let claimed = upstream.threshold
    if let reason {
      let stays = claimed != nil || rule.kind == .alwaysOn
      return stays ? SpanVerdict(reason) : SpanVerdict(reason, edit(upstream), .always)
    }
    if isParentBased, let claimed {
      return limited(SpanVerdict(.keptUpstream), at: claimed, randomness, upstream, limit)
    }
    switch rule.kind {
    case .alwaysOff: return SpanVerdict(rule.dropped)
    case .alwaysOn:
      return limited(SpanVerdict(rule.kept), at: claimed ?? .always, randomness, upstream, limit)
    case .ratio:
      let threshold = rule.threshold(after: claimed, mode)
      guard randomness >= threshold.value else { return SpanVerdict(rule.dropped) }
      let verdict =
        claimed == threshold ? SpanVerdict(rule.kept) : SpanVerdict(rule.kept, edit(upstream), threshold)
      return limited(verdict, at: threshold, randomness, upstream, limit)
    }
  }

  /// Raises the threshold of a span that would leave to its service's limit.
  private func limited(
    _ verdict: SpanVerdict, at threshold: SamplingThreshold, _ randomness: UInt64,
    _ upstream: UpstreamSampling, _ limit: SamplingThreshold
  ) -> SpanVerdict {
    let limited =
      if limit <= threshold {
        verdict
      } else if randomness < limit.value {
        SpanVerdict(.droppedRateLimit)
      } else {
        SpanVerdict(verdict.outcome, edit(upstream), limit)
      }
    return limited.limitable(at: threshold)
  }

  /// How the trace state comes to say a threshold, unless what was sampled before is not known.
  private func edit(_ upstream: UpstreamSampling) -> SpanVerdict.ThresholdEdit {
    if assumesUnsampled || upstream.threshold != nil { return .write }
    return upstream.isUnreliable ? .erase : .leave
  }
}
