extension TelemetryPipeline {
  /// One metric with its data points, which are the items that count.
  ///
  /// Text that is not UTF-8 in the metric's own fields rejects all its points; in a point, that point.
  mutating func metric(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let mark = output.count
    let before = items
    output.append(tag: 2, .lengthDelimited)
    let slot = output.openLength()
    var isInvalid = false
    var run = UnchangedRun(from: field.low)
    var reader = WireReader(bytes, field.low, field.high, depth: 3)
    while let part = try reader.next() {
      let entry = rewriter.schema.entry(.metric, part.number)
      guard entry.kind != .unknown else { continue }
      guard entry.accepts(part.wireType) else {
        run.replace(part, bytes, &output)
        continue
      }
      if entry.kind == .string {
        rewriter.text(bytes, part, .stream, .plain, &run, &output)
        isInvalid = takeInvalidText() || isInvalid
      } else if entry.message == .keyValue {
        let isKept = try rewriter.attribute(
          bytes, part, place: .stream, depth: 4, &run, &output)
        if !isKept { run.replace(part, bytes, &output) }
        isInvalid = takeInvalidText() || isInvalid
      } else if let data = entry.message {
        run.replace(part, bytes, &output)
        try metricData(bytes, part, data, &output)
      }
    }
    run.finish(field.high, bytes, &output)
    output.closeLength(slot)
    if isInvalid { items.rejectAll(since: before, .invalidText) }
    // A metric that came without points stays; one whose points were all rejected goes.
    if items.kept == before.kept, isInvalid || items.received > before.received {
      output.truncate(to: mark)
    }
  }

  /// A gauge, sum, histogram or summary.
  private mutating func metricData(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ output: inout WireBuffer
  ) throws(WireError) {
    output.append(tag: field.number, .lengthDelimited)
    let slot = output.openLength()
    var run = UnchangedRun(from: field.low)
    var reader = WireReader(bytes, field.low, field.high, depth: 4)
    while let part = try reader.next() {
      let entry = rewriter.schema.entry(type, part.number)
      guard entry.kind != .unknown else { continue }
      guard entry.accepts(part.wireType) else {
        run.replace(part, bytes, &output)
        continue
      }
      if let point = entry.message { try dataPoint(bytes, part, point, &run, &output) }
    }
    run.finish(field.high, bytes, &output)
    output.closeLength(slot)
  }

  private mutating func dataPoint(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ run: inout UnchangedRun,
    _ output: inout WireBuffer
  ) throws(WireError) {
    run.flush(before: field, bytes, &output)
    let mark = output.count
    if isWriting {
      try rewriter.submessage(bytes, field, type, .stream, .plain, 5, &run, &output)
    } else if try !MessageValidator.validate(bytes, field.low, field.high, type, depth: 5) {
      rewriter.hasInvalidText = true
    }
    if takeInvalidText() {
      output.truncate(to: mark)
      run.skip(field)
      items.reject(.invalidText)
    } else {
      items.received += 1
      items.kept += 1
    }
  }
}
