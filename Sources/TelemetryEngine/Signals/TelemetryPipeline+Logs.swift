extension TelemetryPipeline {
  /// One log record: validated and written.
  mutating func logRecord(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let redactions = rewriter.scrubber.journal.mark
    try rewriter.writer.enter(field)
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: 3)
    while let part = try reader.next() {
      if !isWriting {
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
    } else {
      try rewriter.finish(bytes, .logRecord, dropped, &output)
      rewriter.writer.leave(bytes, &output)
      items.received += 1
      items.kept += 1
    }
  }
}
