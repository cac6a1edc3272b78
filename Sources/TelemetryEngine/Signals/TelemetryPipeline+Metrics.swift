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
    var isOfPlugins = false
    var reader = FieldReader(bytes, field.low, field.high, depth: 3)
    while let part = try reader.next() {
      if part.tag == 0x0a { isOfPlugins = PluginMetric(bytes, part.low..<part.high) != nil }
      let entry = rewriter.schema.entry(.metric, part.number)
      if let data = entry.message, data != .keyValue, entry.accepts(part) {
        try metricData(bytes, part, data, &output)
      } else {
        try rewriter.field(bytes, part, .metric, .stream, .plain, &dropped, &output)
        isInvalid = rewriter.takeInvalidText() || isInvalid
      }
    }
    if isInvalid { rejectAll(since: before) }
    if isOfPlugins, items.kept > before.items.kept { notePluginReport(bytes) }
    // A metric that came without points stays; one whose points were all rejected goes.
    if items.kept == before.items.kept, isInvalid || items.received > before.items.received {
      rewriter.scrubber.journal.rollBack(to: before.redactions)
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
    while let part = try reader.next() {
      let entry = rewriter.schema.entry(type, part.number)
      if let point = entry.message, entry.accepts(part) {
        try dataPoint(bytes, part, point, &output)
      } else {
        try rewriter.field(bytes, part, type, .stream, .plain, &dropped, &output)
      }
    }
    rewriter.writer.leave(bytes, &output)
  }

  private mutating func dataPoint(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ output: inout WireBuffer
  ) throws(WireError) {
    let redactions = rewriter.scrubber.journal.mark
    try rewriter.writer.enter(field)
    let isNumber = type == .numberDataPoint
    // Streams keep their attributes, so that nothing is dropped here.
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: 5)
    while let part = try reader.next() {
      if !isWriting {
        try rewriter.validate(bytes, part, type, .stream, depth: 5)
      } else if isNumber, part.tag == 0x3a {
        _ = try rewriter.attribute(bytes, part, .stream, &output)
        reader.skip(0x3a, knownTo: &rewriter.attributes, .stream)
      } else if !(isNumber && part.isPlainInNumberDataPoint) {
        try rewriter.field(bytes, part, type, .stream, .plain, &dropped, &output)
      }
    }
    if rewriter.takeInvalidText() {
      rewriter.scrubber.journal.rollBack(to: redactions)
      try rewriter.writer.leaveOut(bytes, &output)
      items.reject(.invalidText)
    } else {
      rewriter.writer.leave(bytes, &output)
      items.received += 1
      items.kept += 1
    }
  }
}
