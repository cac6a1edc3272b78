/// What decides about a span: fields 1 to 3, which encoders write first, and its name. Of a field
/// that occurs twice the last counts.
struct SpanFacts {
  private var traceID = 0..<0
  private var spanID = 0..<0
  private var traceState = 0..<0
  private(set) var name = 0..<0

  init() {}

  /// Looks for them in the whole span.
  init(_ bytes: RawSpan, _ span: WireField) throws(WireError) {
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    while try reader.advance() {
      if !note(reader) { noteName(reader) }
    }
  }

  /// Takes the field if it decides.
  @inline(__always)
  mutating func note(_ reader: borrowing FieldReader) -> Bool {
    guard reader.number <= 3, reader.wireType == .lengthDelimited else { return false }
    switch reader.number {
    case 1: traceID = reader.payloadStart..<reader.payloadEnd
    case 2: spanID = reader.payloadStart..<reader.payloadEnd
    default: traceState = reader.payloadStart..<reader.payloadEnd
    }
    return true
  }

  @inline(__always)
  mutating func noteName(_ reader: borrowing FieldReader) {
    guard reader.number == 5, reader.wireType == .lengthDelimited else { return }
    name = reader.payloadStart..<reader.payloadEnd
  }

  /// The trace id's last eight bytes; nil when the id is not 16 bytes or all zero.
  @inline(__always)
  func traceIDLow(_ bytes: RawSpan) -> UInt64? {
    guard traceID.count == 16 else { return nil }
    let low = bytes.littleEndian64(at: traceID.lowerBound + 8)
    return low == 0 && bytes.littleEndian64(at: traceID.lowerBound) == 0 ? nil : low.byteSwapped
  }

  @inline(__always)
  func hasSpanID(_ bytes: RawSpan) -> Bool {
    spanID.count == 8 && bytes.littleEndian64(at: spanID.lowerBound) != 0
  }

  /// What upstream said about sampling; nil when the span has no trace state.
  @inline(__always)
  func upstream(_ bytes: RawSpan) -> SamplingTraceState? {
    traceState.isEmpty
      ? nil : SamplingTraceState(bytes, traceState.lowerBound, traceState.upperBound)
  }
}
