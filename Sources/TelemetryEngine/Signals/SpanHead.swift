/// The fields with which a span begins, in the order and form that nearly every encoder writes: ids, name, kind
/// and times, each once, without a trace state. Read without a look at one field after the other.
struct SpanHead {
  let traceID: Range<Int>
  let spanID: Range<Int>
  /// The field of the name.
  let name: WireField
  /// Where the other fields begin.
  let end: Int

  /// Nil where the span begins in any other way.
  @inline(__always)
  init?(_ bytes: RawSpan, _ span: WireField) {
    let start = span.low
    // Ids of 16 and 8 bytes with their tags and lengths, an empty name, kind and times.
    guard span.high &- start >= 28 + 2 + 20, bytes.littleEndian32(at: start) & 0xffff == 0x100a,
      bytes.littleEndian32(at: start &+ 18) & 0xffff == 0x0812
    else { return nil }
    var position = start &+ 28
    if bytes.littleEndian32(at: position) & 0xffff == 0x0822 { position = position &+ 10 }
    let nameHead = bytes.littleEndian32(at: position)
    guard nameHead & 0x80ff == 0x2a else { return nil }
    let nameEnd = position &+ 2 &+ Int(nameHead >> 8 & 0x7f)
    guard nameEnd &+ 20 <= span.high, bytes.littleEndian32(at: nameEnd) & 0xff_80ff == 0x39_0030,
      bytes.uint8(at: nameEnd &+ 11) == 0x41
    else { return nil }
    traceID = start &+ 2..<start &+ 18
    spanID = start &+ 20..<start &+ 28
    name = WireField(tag: 0x2a, start: position, low: position &+ 2, high: nameEnd, end: nameEnd)
    end = nameEnd &+ 20
  }
}
