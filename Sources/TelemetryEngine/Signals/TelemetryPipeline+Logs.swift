extension TelemetryPipeline {
  /// One log record: validated and written.
  mutating func logRecord(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let counts = rewriter.scrubber.counts
    try rewriter.writer.enter(field)
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: 3)
    while try reader.advance() {
      if isWriting {
        try rewriter.field(bytes, reader.field, .logRecord, .item, .plain, &dropped, &output)
      } else {
        try rewriter.validate(bytes, reader.field, .logRecord, .item, depth: 3)
      }
    }
    if rewriter.takeInvalidText() {
      rewriter.scrubber.counts = counts
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
