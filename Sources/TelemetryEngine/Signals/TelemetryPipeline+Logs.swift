extension TelemetryPipeline {
  /// One log record: validated, sampled and written.
  mutating func logRecord(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let redactions = rewriter.scrubber.journal.mark
    let outcome = sampling.logs.isEverything ? .keptUnsampled : try sampled(bytes, field)
    let isWritten = isWriting && outcome.isKept
    try rewriter.writer.enter(field)
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: 3)
    while let part = try reader.next() {
      if !isWritten {
        try rewriter.validate(bytes, part, .logRecord, .item, depth: 3)
      } else if part.tag == 0x32 {
        let isKept = try rewriter.attribute(bytes, part, .item, &output)
        if !isKept { dropped.added += 1 }
        reader.skip(0x32, knownTo: &rewriter.attributes, .item)
      } else if !part.isPlainInLogRecord {
        try rewriter.field(bytes, part, .logRecord, .item, .plain, &dropped, &output)
      }
    }
    if rewriter.takeInvalidText() {
      rewriter.scrubber.journal.rollBack(to: redactions)
      try rewriter.writer.leaveOut(bytes, &output)
      items.reject(.invalidText)
      return
    }
    items.received += 1
    tally.count(outcome)
    if outcome.isKept {
      items.kept += 1
      try rewriter.finish(bytes, .logRecord, dropped, &output)
      rewriter.writer.leave(bytes, &output)
    } else {
      items.sampledOut += 1
      rewriter.scrubber.journal.rollBack(to: redactions)
      try rewriter.writer.leaveOut(bytes, &output)
    }
  }

  /// Decides about a record before it is walked.
  @inline(never)
  private func sampled(_ bytes: RawSpan, _ record: WireField) throws(WireError) -> SamplingOutcome {
    var traceID = 0..<0
    var reader = FieldReader(bytes, record.low, record.high, depth: 3)
    while let part = try reader.next() {
      if part.tag == 0x4a { traceID = part.low..<part.high }
    }
    return sampling.logs.outcome(
      bytes, record, traceIDLow: bytes.traceIDLow(traceID), limit: sampling.limit)
  }
}
