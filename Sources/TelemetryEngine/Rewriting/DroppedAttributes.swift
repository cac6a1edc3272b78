/// Counts attributes that were left out, for the message's `dropped_attributes_count`.
struct DroppedAttributes {
  var added: UInt64 = 0
  /// What the sender counted already.
  private var before: UInt64 = 0

  /// Takes the sender's count, of which decoders read 32 bits.
  mutating func note(_ bytes: RawSpan, _ field: WireField) {
    var position = field.low
    // A reader has seen the varint, so that this cannot fail.
    let value = try? bytes.nextVarint(&position, field.high)
    before = (value ?? 0) & 0xffff_ffff
  }

  var total: UInt64 { min(before + added, UInt64(UInt32.max)) }
}

extension MessageType {
  /// The number of the message's `dropped_attributes_count`; nil when it has none.
  var droppedAttributesField: UInt32? {
    switch self {
    case .resource: 2
    case .instrumentationScope, .spanEvent: 4
    case .spanLink: 5
    case .logRecord: 7
    case .span: 10
    default: nil
    }
  }
}
