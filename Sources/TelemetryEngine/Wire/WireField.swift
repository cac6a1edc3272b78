/// One field as it stands on the wire, its bounds checked by the reader that found it.
package struct WireField {
  /// The field's number and wire type, as the wire has them: `number << 3 | wireType`.
  let tag: UInt32
  /// Where the tag starts.
  let start: Int
  /// The payload: a varint's or fixed number's bytes, a length-delimited field's content, or what
  /// lies between a group's tags.
  let low: Int
  let high: Int
  /// Where the next field starts.
  let end: Int

  @inline(__always)
  var number: UInt32 { tag &>> 3 }

  @inline(__always)
  var isLengthDelimited: Bool { tag & 7 == 2 }
}
