/// Where the key and the value of any `KeyValue` are.
struct AttributeParts {
  /// Of repeated keys the last counts.
  private(set) var key = 0..<0
  /// A string value's text, another value's encoding; empty when there is none.
  private(set) var value = 0..<0
  /// Whether `value` is a text.
  private(set) var isText = false
  /// How often the value occurs; decoders merge them.
  private(set) var values = 0

  init(_ bytes: RawSpan, _ field: WireField, depth: Int) throws(WireError) {
    var reader = FieldReader(bytes, field.low, field.high, depth: depth)
    while try reader.advance() {
      guard reader.wireType == .lengthDelimited else { continue }
      switch reader.number {
      case 1: key = reader.payloadStart..<reader.payloadEnd
      case 2:
        values += 1
        value = reader.payloadStart..<reader.payloadEnd
      default: continue
      }
    }
    guard values == 1 else {
      // What decoders make of several values depends on all of them.
      if values > 1 { value = field.low..<field.high }
      return
    }
    if let text = bytes.startOfOnlyText(value.lowerBound, value.upperBound) {
      isText = true
      value = text..<value.upperBound
    }
  }
}
