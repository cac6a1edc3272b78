extension TelemetryPipeline {
  /// One log record: validated and written.
  mutating func logRecord(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let mark = output.count
    if isWriting {
      output.append(tag: 2, .lengthDelimited)
      let slot = output.openLength()
      try rewriter.wholeMessage(
        bytes, field.low, field.high, .logRecord, place: .item, depth: 3, into: &output)
      output.closeLength(slot)
    } else if try !MessageValidator.validate(bytes, field.low, field.high, .logRecord, depth: 3) {
      rewriter.hasInvalidText = true
    }
    if takeInvalidText() {
      output.truncate(to: mark)
      items.reject(.invalidText)
    } else {
      items.received += 1
      items.kept += 1
    }
  }
}
