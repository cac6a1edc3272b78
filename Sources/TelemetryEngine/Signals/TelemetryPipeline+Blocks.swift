/// The envelope, which is alike in all signals: resource blocks hold scope blocks hold records.
///
/// A block in which nothing is left disappears. Text that is not UTF-8 in a block's own fields would
/// make the whole block undecodable, so it rejects every record of the block.
extension TelemetryPipeline {
  mutating func resourceBlock(
    _ signal: Signal, _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    try resourceDefaults.survey(bytes, field)
    beginSampling(signal, bytes)
    if signal == .traces {
      try spanObserver?.survey(bytes, field, service: resourceDefaults.serviceName)
    }
    let before = mark
    try rewriter.writer.enter(field)
    var resources = 0
    var isInvalid = false
    var reader = FieldReader(bytes, field.low, field.high, depth: 1)
    while let part = try reader.next() {
      switch part.tag {
      case 0x0a:
        resources += 1
        try resource(signal, bytes, part, isLast: resources == resourceDefaults.resources, &output)
        isInvalid = rewriter.takeInvalidText() || isInvalid
      case 0x12: try scopeBlock(signal, bytes, part, &output)
      case 0x1a:
        try rewriter.text(bytes, part, .resourceSpans, .stream, .plain, &output)
        isInvalid = rewriter.takeInvalidText() || isInvalid
      default:
        try other(bytes, part, &output)
      }
    }
    if resources == 0, resourceDefaults.hasMissing, items.kept > before.items.kept {
      try rewriter.writer.finish(bytes, &output)
      output.append(tag: 1, .lengthDelimited)
      let slot = output.openLength()
      resourceDefaults.appendMissing(signal, to: &output)
      output.closeLength(slot)
    }
    try closeBlock(bytes, before, isInvalid: isInvalid, &output)
    endSampling(signal)
  }

  private mutating func resource(
    _ signal: Signal, _ bytes: RawSpan, _ field: WireField, isLast: Bool, _ output: inout WireBuffer
  ) throws(WireError) {
    guard isLast && resourceDefaults.hasMissing || resourceDefaults.hasUnnamedService else {
      return try rewriter.message(bytes, field, .resource, .stream, .plain, &output)
    }
    try rewriter.writer.enter(field)
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: 2)
    while let part = try reader.next() {
      if part.tag == 0x0a, try resourceDefaults.isUnnamedService(bytes, part) {
        let isText = try MessageValidator.isText(bytes, part, .resource, depth: 2)
        if !isText { rewriter.hasInvalidText = true }
        try rewriter.writer.cut(part, bytes, &output)
      } else {
        try rewriter.field(bytes, part, .resource, .stream, .plain, &dropped, &output)
      }
    }
    if isLast, resourceDefaults.hasMissing {
      try rewriter.writer.finish(bytes, &output)
      resourceDefaults.appendMissing(signal, to: &output)
    }
    rewriter.writer.leave(bytes, &output)
  }

  private mutating func scopeBlock(
    _ signal: Signal, _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let before = mark
    scopeDemand = before.demand
    try rewriter.writer.enter(field)
    var isInvalid = false
    var reader = FieldReader(bytes, field.low, field.high, depth: 2)
    while let part = try reader.next() {
      switch part.tag {
      case 0x12:
        switch signal {
        case .traces: try span(bytes, part, &output)
        case .logs: try logRecord(bytes, part, &output)
        case .metrics: try metric(bytes, part, &output)
        }
      case 0x0a:
        try rewriter.message(bytes, part, .instrumentationScope, .stream, .plain, &output)
        isInvalid = rewriter.takeInvalidText() || isInvalid
      case 0x1a:
        try rewriter.text(bytes, part, .scopeSpans, .stream, .plain, &output)
        isInvalid = rewriter.takeInvalidText() || isInvalid
      default:
        try other(bytes, part, &output)
      }
    }
    try closeBlock(bytes, before, isInvalid: isInvalid, &output)
  }

  /// A block's field that is none of its three: one of them in a wire type that is not its own, or unknown.
  private mutating func other(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    if field.number <= 3 {
      try rewriter.writer.cut(field, bytes, &output)
    } else if field.mayHoldText {
      try rewriter.unknown(bytes, field, .stream, &output)
    }
  }

  private mutating func closeBlock(
    _ bytes: RawSpan, _ before: RequestMark, isInvalid: Bool, _ output: inout WireBuffer
  ) throws(WireError) {
    if isInvalid { rejectAll(since: before) }
    if items.kept == before.items.kept {
      // What was changed in it did not leave either.
      rewriter.scrubber.journal.rollBack(to: before.redactions)
      try rewriter.writer.leaveOut(bytes, &output)
    } else {
      rewriter.writer.leave(bytes, &output)
    }
  }

  /// Rejects everything received since `before`, because of text that is not UTF-8.
  mutating func rejectAll(since before: RequestMark) {
    items.rejectAll(since: before.items, .invalidText)
    pluginObservations.removeSubrange(before.observations...)
    pluginReports.removeSubrange(before.reports...)
    spanObservations.removeSubrange(before.spans...)
    rewriter.scrubber.journal.rollBack(to: before.redactions)
    tally = before.tally
    rateDemand.removeSubrange(before.demand...)
  }
}
