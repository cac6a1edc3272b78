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
        try pluginObservations.append(PluginObservation(bytes, field, &rewriter.scrubber))
      }
      if walk.isKept {
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
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    var next = try reader.next()
    if surveyed == nil {
      while let field = next, walk.facts.note(field) {
        if field.tag == 0x1a { try rewriter.text(bytes, field, .span, .item, .plain, &output) }
        next = try reader.next()
      }
    }
    if let low = walk.facts.traceIDLow(bytes) {
      walk.hasTraceID = true
      walk.isKept = options.sampler.keeps(traceIDLow: low, upstream: walk.facts.upstream(bytes))
    }
    let isWritten = walk.isKept && isWriting
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
      } else if surveyed == nil, field.number <= 3, field.isLengthDelimited {
        return nil
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
}

/// What is known of a span once it has been walked.
private struct SpanWalk {
  var facts: SpanFacts
  var hasTraceID = false
  var isKept = false

  init(_ facts: SpanFacts) { self.facts = facts }
}
