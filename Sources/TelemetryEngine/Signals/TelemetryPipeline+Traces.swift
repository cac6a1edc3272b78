extension TelemetryPipeline {
  /// One span: validated, observed, sampled, written.
  mutating func span(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let redactions = rewriter.scrubber.journal.mark
    var dropped = DroppedAttributes()
    try rewriter.writer.enter(field)
    let walk =
      if let walk = try walk(bytes, field, nil, &dropped, &output) {
        walk
      } else {
        try walkAgain(bytes, field, redactions, &dropped, &output)
      }
    if let reason = rejection(walk, bytes) {
      items.reject(reason)
    } else {
      items.received += 1
      if options.observesPlugins, PluginObservation.isExecution(bytes, walk.facts.name) {
        try observePlugin(bytes, field)
      }
      if spanObserver != nil { try observeSpan(bytes, field, isKept: walk.outcome.isKept) }
      tally.count(walk.outcome)
      if verdict.hasMore { countMore() }
      if walk.outcome.isKept {
        items.kept += 1
        try rewriter.finish(bytes, .span, dropped, &output)
        return rewriter.writer.leave(bytes, &output)
      }
      items.sampledOut += 1
    }
    rewriter.scrubber.journal.rollBack(to: redactions)
    try rewriter.writer.leaveOut(bytes, &output)
  }

  @inline(__always)
  private mutating func rejection(_ walk: SpanWalk, _ bytes: RawSpan) -> RejectionReason? {
    if rewriter.takeInvalidText() { return .invalidText }
    if !walk.hasTraceID { return .invalidTraceID }
    return walk.facts.hasSpanID(bytes) ? nil : .invalidSpanID
  }

  /// Walks the span that was entered last once more, after what decides came late in it.
  @inline(never)
  private mutating func walkAgain(
    _ bytes: RawSpan, _ span: WireField, _ redactions: Int, _ dropped: inout DroppedAttributes,
    _ output: inout WireBuffer
  ) throws(WireError) -> SpanWalk {
    rewriter.writer.abandon(&output)
    rewriter.scrubber.journal.rollBack(to: redactions)
    rewriter.hasInvalidText = false
    dropped = DroppedAttributes()
    let facts = try SpanFacts(bytes, span)
    try rewriter.writer.enter(span)
    // With everything known nothing is late.
    return try walk(bytes, span, facts, &dropped, &output) ?? SpanWalk(facts)
  }

  /// Walks the span that was entered last. `surveyed` are its facts if they are known already; otherwise
  /// the answer is nil when a field that decides comes after others.
  @inline(__always)
  private mutating func walk(
    _ bytes: RawSpan, _ span: WireField, _ surveyed: SpanFacts?, _ dropped: inout DroppedAttributes,
    _ output: inout WireBuffer
  ) throws(WireError) -> SpanWalk? {
    var walk = SpanWalk(surveyed ?? SpanFacts())
    let head = surveyed == nil ? SpanHead(bytes, span) : nil
    var reader = FieldReader(bytes, head?.end ?? span.low, span.high, depth: 3)
    var next: WireField?
    if let head {
      walk.facts = SpanFacts(head)
    } else {
      next = try reader.next()
    }
    if head == nil, surveyed == nil {
      while let field = next, walk.facts.note(field) { next = try reader.next() }
      if walk.facts.hasSeveralTraceStates { return nil }
    }
    if let low = walk.facts.traceIDLow(bytes) {
      walk.hasTraceID = true
      walk.outcome = try outcome(bytes, span, walk.facts, traceIDLow: low)
    }
    let isWritten = walk.outcome.isKept && isWriting
    if walk.facts.hasTraceState {
      if surveyed == nil {
        try traceState(bytes, span, at: walk.facts.traceState, isWritten: isWritten, &output)
      }
    } else if isWritten, sampling.path != .keepEverything {
      // Where the fields that decide end, which is before everything else that is written.
      let position = head?.spanID.upperBound ?? (surveyed == nil ? next?.start ?? span.high : span.low)
      try newTraceState(bytes, at: position, &output)
    }
    if let head {
      if isWritten {
        try rewriter.text(bytes, head.name, .span, .item, .plain, &output)
        reader.skip(0x4a, knownTo: &rewriter.attributes, .item)
      } else if !bytes.isUTF8(head.name.low, head.name.high) {
        rewriter.hasInvalidText = true
      }
      next = try reader.next()
    }
    while let field = next {
      if isWritten, field.tag == 0x4a {
        let isKept = try rewriter.attribute(bytes, field, .item, &output)
        if !isKept { dropped.added += 1 }
        reader.skip(0x4a, knownTo: &rewriter.attributes, .item)
        next = try reader.next()
        continue
      }
      if field.tag == 0x2a {
        walk.facts.name = field.low..<field.high
      } else if field.number <= 3, field.isLengthDelimited {
        if surveyed == nil { return nil }
        if field.tag == 0x1a {
          // Of several the last counts.
          let isLast = field.start == walk.facts.traceState
          try traceState(bytes, field, isLast: isLast, isWritten: isWritten, &output)
          next = try reader.next()
          continue
        }
      }
      if !isWritten {
        try rewriter.validate(bytes, field, .span, .item, depth: 3)
      } else if !field.isPlainInSpan(bytes) {
        try rewriter.field(bytes, field, .span, .item, .plain, &dropped, &output)
      }
      next = try reader.next()
    }
    return walk
  }

  /// Decides about the span that is walked. Where more than the path decides, `verdict` tells the rest.
  @inline(__always)
  private mutating func outcome(
    _ bytes: RawSpan, _ span: WireField, _ facts: SpanFacts, traceIDLow: UInt64
  ) throws(WireError) -> SamplingOutcome {
    switch sampling.path {
    case .keepEverything: return .keptAlwaysOn
    case .keepNothing: return .droppedAlwaysOff
    case .byTraceID:
      if facts.hasTraceState { break }
      verdict = sampling.plain
      let randomness = traceIDLow & (SamplingThreshold.randomnessValues - 1)
      return randomness >= sampling.rule.threshold.value ? sampling.rule.kept : sampling.rule.dropped
    case .byTrace, .byClass: break
    }
    return try decide(bytes, span, facts, traceIDLow: traceIDLow)
  }

  /// Writes what the trace state of which the field is at `position` becomes.
  @inline(never)
  private mutating func traceState(
    _ bytes: RawSpan, _ span: WireField, at position: Int, isWritten: Bool, _ output: inout WireBuffer
  ) throws(WireError) {
    var reader = FieldReader(bytes, position, span.high, depth: 3)
    guard let field = try reader.next() else { return }
    try traceState(bytes, field, isLast: true, isWritten: isWritten, &output)
  }

  /// Writes what a trace state becomes; those before the last one go.
  @inline(never)
  private mutating func traceState(
    _ bytes: RawSpan, _ field: WireField, isLast: Bool, isWritten: Bool, _ output: inout WireBuffer
  ) throws(WireError) {
    if isWritten, isLast {
      let faults = try rewriter.traceState(bytes, field, verdict.edit, verdict.threshold, &output)
      verdict.faults.formUnion(faults)
    } else {
      if !bytes.isUTF8(field.low, field.high) { rewriter.hasInvalidText = true }
      if isWritten { try rewriter.writer.cut(field, bytes, &output) }
    }
  }

  /// Writes a trace state where there was none, if the verdict says so.
  @inline(never)
  private mutating func newTraceState(
    _ bytes: RawSpan, at position: Int, _ output: inout WireBuffer
  ) throws(WireError) {
    guard verdict.edit == .write else { return }
    rewriter.writer.allow(TraceStateWriter.thresholdRoom)
    let place = WireField(tag: 0, start: position, low: position, high: position, end: position)
    try rewriter.writer.cut(place, bytes, &output)
    if verdict.threshold == sampling.rule.threshold {
      sampling.rule.field.append(to: &output)
    } else {
      ThresholdField(verdict.threshold).append(to: &output)
    }
  }
}

/// What is known of a span once it has been walked.
private struct SpanWalk {
  var facts: SpanFacts
  var hasTraceID = false
  var outcome = SamplingOutcome.droppedAlwaysOff

  init(_ facts: SpanFacts) { self.facts = facts }
}
