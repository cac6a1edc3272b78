extension TelemetryPipeline {
  /// Finds out what decides about the records of the resource surveyed last.
  mutating func beginSampling(_ signal: Signal, _ bytes: RawSpan) {
    guard signal != .metrics else { return }
    tally = SamplingTally()
    verdict = SpanVerdict(.keptAlwaysOn)
    sampling = services.sampling(signal, bytes, resourceDefaults.serviceName, &rewriter.scrubber)
    if options.sampler.rateLimit != nil, sampling.service < rateThresholds.count {
      sampling.limit = rateThresholds[sampling.service]
    }
  }

  /// Hands over what was counted for the resource.
  mutating func endSampling(_ signal: Signal) {
    guard signal != .metrics else { return }
    samplingTallies.append(ServiceTally(service: sampling.service, tally: tally))
  }

  /// Decides about a span by its trace, and by its class where the settings ask for it.
  @inline(never)
  mutating func decide(
    _ bytes: RawSpan, _ span: WireField, _ facts: SpanFacts, traceIDLow: UInt64
  ) throws(WireError) -> SamplingOutcome {
    var upstream = UpstreamSampling()
    if facts.hasTraceState {
      var reader = FieldReader(bytes, facts.traceState, span.high, depth: 3)
      if let field = try reader.next() { upstream = UpstreamSampling(bytes, field.low, field.high) }
    }
    let randomness = upstream.settle(traceIDLow: traceIDLow)
    var rule = sampling.rule
    var kept: SamplingOutcome?
    if sampling.path == .byClass {
      let found = try classes.find(bytes, span)
      kept = found.kept
      rule = found.rule ?? rule
    }
    verdict = options.sampler.verdict(
      rule, keptFor: kept, randomness: randomness, upstream: upstream, limit: sampling.limit)
    verdict.faults = upstream.faults
    return verdict.outcome
  }

  /// Counts what else there is to count of a span that is accepted.
  @inline(never)
  mutating func countMore() {
    tally.count(verdict.faults)
    if options.sampler.rateLimit != nil, verdict.isLimitable {
      note(RateDemand.Group(service: sampling.service, verdict.unlimited))
    }
  }

  private mutating func note(_ group: RateDemand.Group) {
    // Within one scope, so that what is taken back with a scope is at the end.
    if let last = rateDemand.indices.last, last >= scopeDemand, rateDemand[last].add(group) { return }
    rateDemand.append(group)
  }
}
