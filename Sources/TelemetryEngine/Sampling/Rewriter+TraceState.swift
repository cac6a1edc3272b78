extension Rewriter {
  /// Walks the trace state of a span or a link, which then says about sampling what `edit` and `threshold`
  /// want. A state of which nothing is left disappears.
  ///
  /// - Returns: what was wrong with a state that was written again.
  @inline(never) @discardableResult
  mutating func traceState(
    _ bytes: RawSpan, _ field: WireField, _ edit: SpanVerdict.ThresholdEdit,
    _ threshold: SamplingThreshold, _ output: inout WireBuffer
  ) throws(WireError) -> TraceStateFaults {
    if edit == .leave, TraceStateSubKey.onlyThreshold(bytes, field.low, field.high) != nil {
      return TraceStateFaults()
    }
    guard bytes.isUTF8(field.low, field.high) else {
      hasInvalidText = true
      return TraceStateFaults()
    }
    let range = field.low..<field.high
    guard TraceStateWriter.changes(bytes, range, edit, &scrubber) else { return TraceStateFaults() }
    traceStates.write(bytes, range, edit, threshold, &scrubber)
    writer.allow(TraceStateWriter.thresholdRoom)
    try writer.cut(field, bytes, &output)
    if traceStates.text.count > 0 {
      output.append(tag: field.number, length: traceStates.text.count)
      traceStates.text.withSpan { output.append($0, 0, $0.byteCount) }
    }
    return traceStates.faults
  }
}
