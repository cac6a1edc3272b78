/// The envelope, which is alike in all signals: resource blocks hold scope blocks hold records.
///
/// A block in which nothing is left disappears. Text that is not UTF-8 in a block's own fields would
/// make the whole block undecodable, so it rejects every record of the block.
extension TelemetryPipeline {
  mutating func resourceBlock(
    _ signal: Signal, _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let mark = output.count
    let before = items
    let observations = pluginObservations.count
    let facts = try ResourceFacts(bytes, field, resourceDefaults)
    output.append(tag: 1, .lengthDelimited)
    let slot = output.openLength()
    if facts.count == 0, !facts.missing.isEmpty { appendResource(facts, &output) }
    var resources = 0
    var isInvalid = false
    var run = UnchangedRun(from: field.low)
    var reader = WireReader(bytes, field.low, field.high, depth: 1)
    while let part = try reader.next() {
      switch (part.number, part.wireType) {
      case (1, .lengthDelimited):
        resources += 1
        run.replace(part, bytes, &output)
        let missing = resources == facts.count ? facts.missing : []
        try resource(bytes, part, facts, missing, &output)
        isInvalid = takeInvalidText() || isInvalid
      case (2, .lengthDelimited):
        run.replace(part, bytes, &output)
        try scopeBlock(signal, bytes, part, &output)
      case (3, .lengthDelimited):
        rewriter.text(bytes, part, .stream, .plain, &run, &output)
        isInvalid = takeInvalidText() || isInvalid
      case (1...3, _): run.replace(part, bytes, &output)
      default: continue
      }
    }
    run.finish(field.high, bytes, &output)
    output.closeLength(slot)
    if isInvalid {
      items.rejectAll(since: before, .invalidText)
      pluginObservations.removeSubrange(observations...)
    }
    if items.kept == before.kept { output.truncate(to: mark) }
  }

  private mutating func resource(
    _ bytes: RawSpan, _ part: WireField, _ facts: ResourceFacts, _ missing: [Int],
    _ output: inout WireBuffer
  ) throws(WireError) {
    output.append(tag: 1, .lengthDelimited)
    let slot = output.openLength()
    if let unnamed = facts.unnamedService, unnamed.start >= part.low, unnamed.end <= part.high {
      // Both halves hold whole fields, so each can be written as a message of its own.
      try rewriter.wholeMessage(
        bytes, part.low, unnamed.start, .resource, place: .stream, depth: 2, into: &output)
      try rewriter.wholeMessage(
        bytes, unnamed.end, part.high, .resource, place: .stream, depth: 2, into: &output)
    } else {
      try rewriter.wholeMessage(
        bytes, part.low, part.high, .resource, place: .stream, depth: 2, into: &output)
    }
    for index in missing { output.append(resourceDefaults.encoded[index]) }
    output.closeLength(slot)
  }

  private func appendResource(_ facts: ResourceFacts, _ output: inout WireBuffer) {
    output.append(tag: 1, .lengthDelimited)
    let slot = output.openLength()
    for index in facts.missing { output.append(resourceDefaults.encoded[index]) }
    output.closeLength(slot)
  }

  private mutating func scopeBlock(
    _ signal: Signal, _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let mark = output.count
    let before = items
    let observations = pluginObservations.count
    output.append(tag: 2, .lengthDelimited)
    let slot = output.openLength()
    var isInvalid = false
    var run = UnchangedRun(from: field.low)
    var reader = WireReader(bytes, field.low, field.high, depth: 2)
    while let part = try reader.next() {
      switch (part.number, part.wireType) {
      case (2, .lengthDelimited):
        run.replace(part, bytes, &output)
        switch signal {
        case .traces: try span(bytes, part, &output)
        case .logs: try logRecord(bytes, part, &output)
        case .metrics: try metric(bytes, part, &output)
        }
      case (1, .lengthDelimited):
        try rewriter.submessage(
          bytes, part, .instrumentationScope, .stream, .plain, 3, &run, &output)
        isInvalid = takeInvalidText() || isInvalid
      case (3, .lengthDelimited):
        rewriter.text(bytes, part, .stream, .plain, &run, &output)
        isInvalid = takeInvalidText() || isInvalid
      case (1...3, _): run.replace(part, bytes, &output)
      default: continue
      }
    }
    run.finish(field.high, bytes, &output)
    output.closeLength(slot)
    if isInvalid {
      items.rejectAll(since: before, .invalidText)
      pluginObservations.removeSubrange(observations...)
    }
    if items.kept == before.kept { output.truncate(to: mark) }
  }

  /// Whether text that is not UTF-8 was met since the last call.
  mutating func takeInvalidText() -> Bool {
    let result = rewriter.hasInvalidText
    rewriter.hasInvalidText = false
    return result
  }
}
