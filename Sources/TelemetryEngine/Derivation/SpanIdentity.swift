/// A span of a request.
struct SpanIdentity: Hashable {
  var traceHigh: UInt64
  var traceLow: UInt64
  var span: UInt64

  /// Nil when an id has the wrong length or the trace's is all zero.
  init?(_ bytes: RawSpan, trace: Range<Int>, span: Range<Int>) {
    guard trace.count == 16, span.count == 8 else { return nil }
    traceHigh = bytes.littleEndian64(at: trace.lowerBound)
    traceLow = bytes.littleEndian64(at: trace.lowerBound + 8)
    if traceHigh == 0, traceLow == 0 { return nil }
    self.span = bytes.littleEndian64(at: span.lowerBound)
  }

  /// Another span of the same trace.
  func sibling(_ span: UInt64) -> SpanIdentity {
    var other = self
    other.span = span
    return other
  }
}
