/// One field as it stands on the wire, its bounds checked by the reader that found it.
struct WireField {
  let number: UInt32
  let wireType: WireType
  /// Where the tag starts.
  let start: Int
  /// The payload: a varint's or fixed number's bytes, a length-delimited field's content, or what
  /// lies between a group's tags.
  let low: Int
  let high: Int
  /// Where the next field starts.
  let end: Int
}
