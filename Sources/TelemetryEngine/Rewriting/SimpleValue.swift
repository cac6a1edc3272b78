/// The value of an attribute in the forms that nearly every SDK writes: one text or number, with
/// lengths below 128.
struct SimpleValue {
  enum Kind {
    /// No value at all, or one without content.
    case nothing
    case text
    case number
  }

  let kind: Kind
  /// Where the value's encoding starts, or the text itself.
  let low: Int

  /// Reads what is between a key and the end of its attribute; nil when it is anything else.
  @inline(__always)
  init?(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    guard end - start >= 4 else {
      let isNothing =
        start == end || end - start == 2 && bytes.uint8(at: start) == 0x12 && bytes.uint8(at: start + 1) == 0
      guard isNothing else { return nil }
      kind = .nothing
      low = end
      return
    }
    // The value's tag and length, the member's tag, and its first byte: a text's length.
    let head = bytes.littleEndian32(at: start)
    let length = end - start - 2
    guard length < 0x80, head & 0xffff == 0x12 | UInt32(truncatingIfNeeded: length) << 8 else { return nil }
    switch head >> 16 & 0xff {
    case 0x0a:
      guard head >> 24 == UInt32(truncatingIfNeeded: length - 2) else { return nil }
      kind = .text
      low = start + 4
    case 0x10, 0x18:
      guard bytes.isOneVarint(start + 3, end) else { return nil }
      kind = .number
      low = start + 2
    case 0x21:
      guard length == 9 else { return nil }
      kind = .number
      low = start + 2
    default: return nil
    }
  }
}

extension RawSpan {
  /// Whether one varint fills `self[start..<end]`, which is not empty.
  @inline(__always)
  func isOneVarint(_ start: Int, _ end: Int) -> Bool {
    if end - start == 1 { return uint8(at: start) < 0x80 }
    return isOneLongVarint(start, end)
  }

  private func isOneLongVarint(_ start: Int, _ end: Int) -> Bool {
    let last = uint8(at: end - 1)
    guard last < 0x80, end - start < 10 || end - start == 10 && last <= 1 else { return false }
    for offset in start..<end - 1 where uint8(at: offset) < 0x80 { return false }
    return true
  }

  /// Where the text starts when a string in a field 1, as an `AnyValue` holds it, fills
  /// `self[start..<end]`; nil when something else does.
  @inline(__always)
  func startOfOnlyText(_ start: Int, _ end: Int) -> Int? {
    guard end - start >= 2, uint8(at: start) == 0x0a else { return nil }
    let length = Int(uint8(at: start + 1))
    if length < 0x80 { return start + 2 + length == end ? start + 2 : nil }
    guard end - start >= 3, uint8(at: start + 2) < 0x80 else { return nil }
    let long = length & 0x7f | Int(uint8(at: start + 2)) << 7
    return start + 3 + long == end ? start + 3 : nil
  }

  /// Whether the `AnyValue` in `self[start..<end]` is a whole number of seven to fifteen digits, as phones
  /// have (ITU-T E.164).
  func isPhoneNumber(_ start: Int, _ end: Int) -> Bool {
    guard end - start >= 2, uint8(at: start) == 0x18, isOneVarint(start + 1, end) else { return false }
    var value: UInt64 = 0
    for offset in (start + 1..<end).reversed() { value = value << 7 | UInt64(uint8(at: offset) & 0x7f) }
    return (1_000_000..<1_000_000_000_000_000).contains(value)
  }
}
