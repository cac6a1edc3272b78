extension TelemetryPipeline {
  /// One span: validated, observed, sampled, written.
  mutating func span(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let counts = rewriter.scrubber.counts
    var walk = SpanWalk()
    try rewriter.writer.enter(field)
    if try !self.walk(bytes, field, &walk, &output) {
      // What decides came late, so the span begins again with it known.
      rewriter.writer.abandon(&output)
      rewriter.scrubber.counts = counts
      rewriter.hasInvalidText = false
      walk = SpanWalk(surveyed: try SpanFacts(bytes, field))
      try rewriter.writer.enter(field)
      _ = try self.walk(bytes, field, &walk, &output)
    }
    if let reason = rejection(walk.facts, bytes) {
      items.reject(reason)
    } else {
      items.received += 1
      if options.observesPlugins, PluginObservation.isExecution(bytes, walk.facts.name) {
        try pluginObservations.append(PluginObservation(bytes, field, &rewriter.scrubber))
      }
      if walk.isKept {
        items.kept += 1
        try rewriter.finish(bytes, .span, walk.dropped, &output)
        return rewriter.writer.leave(bytes, &output)
      }
      items.sampledOut += 1
    }
    rewriter.scrubber.counts = counts
    try rewriter.writer.leaveOut(bytes, &output)
  }

  private mutating func rejection(_ facts: SpanFacts, _ bytes: RawSpan) -> RejectionReason? {
    if rewriter.takeInvalidText() { return .invalidText }
    if facts.traceIDLow(bytes) == nil { return .invalidTraceID }
    return facts.hasSpanID(bytes) ? nil : .invalidSpanID
  }

  /// Walks the span that was entered last.
  ///
  /// - Returns: false when a field that decides came after others.
  @inline(__always)
  private mutating func walk(
    _ bytes: RawSpan, _ span: WireField, _ walk: inout SpanWalk, _ output: inout WireBuffer
  ) throws(WireError) -> Bool {
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    var hasField = try reader.advance()
    if !walk.isSurveyed {
      while hasField, walk.facts.note(reader) {
        if reader.number == 3 {
          try rewriter.text(bytes, reader.field, .span, .item, .plain, &output)
        }
        hasField = try reader.advance()
      }
    }
    walk.isKept = isKept(walk.facts, bytes)
    while hasField {
      if !walk.isSurveyed {
        if reader.number <= 3, reader.wireType == .lengthDelimited { return false }
        walk.facts.noteName(reader)
      }
      if walk.isKept && isWriting {
        try rewriter.field(bytes, reader.field, .span, .item, .plain, &walk.dropped, &output)
      } else {
        try rewriter.validate(bytes, reader.field, .span, .item, depth: 3)
      }
      hasField = try reader.advance()
    }
    return true
  }

  @inline(__always)
  private func isKept(_ facts: SpanFacts, _ bytes: RawSpan) -> Bool {
    guard let low = facts.traceIDLow(bytes) else { return false }
    return options.sampler.keeps(traceIDLow: low, upstream: facts.upstream(bytes))
  }
}

/// What is known of a span while it is walked.
private struct SpanWalk {
  var facts = SpanFacts()
  /// Whether the facts are those of the whole span.
  let isSurveyed: Bool
  var isKept = false
  var dropped = DroppedAttributes()

  init() { isSurveyed = false }

  init(surveyed facts: SpanFacts) {
    self.facts = facts
    isSurveyed = true
  }
}
