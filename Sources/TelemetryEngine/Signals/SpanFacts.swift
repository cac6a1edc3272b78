/// What decides about a span: fields 1 to 3, which encoders write first, and its name. Of a field
/// that occurs twice the last counts.
struct SpanFacts {
  private var traceID = 0..<0
  private var spanID = 0..<0
  /// Where its field starts; negative when there is none.
  private(set) var traceState = -1
  private(set) var hasSeveralTraceStates = false
  var name = 0..<0

  init() {}

  /// Looks for them in the whole span.
  init(_ bytes: RawSpan, _ span: WireField) throws(WireError) {
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    while let field = try reader.next() {
      if !note(field), field.tag == 0x2a { name = field.low..<field.high }
    }
  }

  @inline(__always)
  init(_ head: SpanHead) {
    traceID = head.traceID
    spanID = head.spanID
    name = head.name.low..<head.name.high
  }

  /// Takes the field if it decides.
  @inline(__always)
  mutating func note(_ field: WireField) -> Bool {
    switch field.tag {
    case 0x0a: traceID = field.low..<field.high
    case 0x12: spanID = field.low..<field.high
    case 0x1a:
      if hasTraceState { hasSeveralTraceStates = true }
      traceState = field.start
    default: return false
    }
    return true
  }

  /// The trace id's last eight bytes; nil when the id is not 16 bytes or all zero.
  @inline(__always)
  func traceIDLow(_ bytes: RawSpan) -> UInt64? {
    bytes.traceIDLow(traceID)
  }

  @inline(__always)
  func hasSpanID(_ bytes: RawSpan) -> Bool {
    spanID.count == 8 && bytes.littleEndian64(at: spanID.lowerBound) != 0
  }

  @inline(__always)
  var hasTraceState: Bool { traceState >= 0 }
}

extension RawSpan {
  /// The last eight bytes, the first one highest, of the trace id in `range`; nil when it is not 16 bytes or
  /// all zero.
  @inline(__always)
  func traceIDLow(_ range: Range<Int>) -> UInt64? {
    guard range.count == 16 else { return nil }
    let low = littleEndian64(at: range.lowerBound + 8)
    return low == 0 && littleEndian64(at: range.lowerBound) == 0 ? nil : low.byteSwapped
  }
}
