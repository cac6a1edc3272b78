/// What is derived from a span. Of a field that occurs twice the last counts.
struct ObservedSpan {
  private var trace = 0..<0
  private var span = 0..<0
  private var parent = 0..<0
  private(set) var name = 0..<0
  /// An index of `SpanLabels.kinds`; what OTLP does not have is unspecified.
  private(set) var kind = 0
  /// An index of `SpanLabels.statuses`.
  private(set) var status = 0
  private var start: UInt64 = 0
  private(set) var end: UInt64 = 0

  var seconds: Double { end > start ? Double(end - start) / 1e9 : 0 }

  mutating func read(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    switch field.tag {
    case 0x0a: trace = field.low..<field.high
    case 0x12: span = field.low..<field.high
    case 0x22: parent = field.low..<field.high
    case 0x2a: name = field.low..<field.high
    case 0x30: kind = Self.index(bytes.value(field), in: SpanLabels.kinds)
    case 0x39: start = bytes.value(field)
    case 0x41: end = bytes.value(field)
    case 0x7a:
      var reader = FieldReader(bytes, field.low, field.high, depth: 4)
      while let part = try reader.next() {
        if part.tag == 0x18 { status = Self.index(bytes.value(part), in: SpanLabels.statuses) }
      }
    default: break
    }
  }

  private static func index(_ value: UInt64, in names: [String]) -> Int {
    value < UInt64(names.count) ? Int(value) : 0
  }

  func traceID(_ bytes: RawSpan) -> UInt128 {
    trace.count == 16 ? bytes.bigEndian128(at: trace.lowerBound) : 0
  }

  func spanID(_ bytes: RawSpan) -> UInt64 {
    span.count == 8 ? bytes.bigEndian64(at: span.lowerBound) : 0
  }

  /// 0 for a root.
  func parentID(_ bytes: RawSpan) -> UInt64 {
    parent.count == 8 ? bytes.bigEndian64(at: parent.lowerBound) : 0
  }

  /// Nil when an id has the wrong length or the trace's is all zero.
  func identity(_ bytes: RawSpan) -> SpanIdentity? {
    let trace = traceID(bytes)
    return trace != 0 && span.count == 8 ? SpanIdentity(trace: trace, span: spanID(bytes)) : nil
  }
}
