extension TelemetryPipeline {
  /// One metric with its data points, which are the items that count.
  ///
  /// Text that is not UTF-8 in the metric's own fields rejects all its points; in a point, that point.
  mutating func metric(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let before = mark
    try rewriter.writer.enter(field)
    var dropped = DroppedAttributes()
    var isInvalid = false
    var reader = FieldReader(bytes, field.low, field.high, depth: 3)
    while try reader.advance() {
      let entry = rewriter.schema.entry(.metric, reader.number)
      if let data = entry.message, data != .keyValue, entry.accepts(reader.wireType) {
        try metricData(bytes, reader.field, data, &output)
      } else {
        try rewriter.field(bytes, reader.field, .metric, .stream, .plain, &dropped, &output)
        isInvalid = rewriter.takeInvalidText() || isInvalid
      }
    }
    if isInvalid { rejectAll(since: before) }
    // A metric that came without points stays; one whose points were all rejected goes.
    if items.kept == before.items.kept, isInvalid || items.received > before.items.received {
      rewriter.scrubber.counts = before.counts
      try rewriter.writer.leaveOut(bytes, &output)
    } else {
      rewriter.writer.leave(bytes, &output)
    }
  }

  /// A gauge, sum, histogram or summary.
  private mutating func metricData(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ output: inout WireBuffer
  ) throws(WireError) {
    try rewriter.writer.enter(field)
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: 4)
    while try reader.advance() {
      let entry = rewriter.schema.entry(type, reader.number)
      if let point = entry.message, entry.accepts(reader.wireType) {
        try dataPoint(bytes, reader.field, point, &output)
      } else {
        try rewriter.field(bytes, reader.field, type, .stream, .plain, &dropped, &output)
      }
    }
    rewriter.writer.leave(bytes, &output)
  }

  private mutating func dataPoint(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ output: inout WireBuffer
  ) throws(WireError) {
    let counts = rewriter.scrubber.counts
    try rewriter.writer.enter(field)
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: 5)
    while try reader.advance() {
      if isWriting {
        try rewriter.field(bytes, reader.field, type, .stream, .plain, &dropped, &output)
      } else {
        try rewriter.validate(bytes, reader.field, type, .stream, depth: 5)
      }
    }
    if rewriter.takeInvalidText() {
      rewriter.scrubber.counts = counts
      try rewriter.writer.leaveOut(bytes, &output)
      items.reject(.invalidText)
    } else {
      rewriter.writer.leave(bytes, &output)
      items.received += 1
      items.kept += 1
    }
  }
}
