extension WireBuffer {
  mutating func append(fixed64 value: UInt64) { append(low: 8, of: value) }

  mutating func append(fixed32 value: UInt32) { append(low: 4, of: UInt64(value)) }

  /// Appends the bytes that hexadecimal digits in any case stand for. False where the text is not an even
  /// number of them; what was appended is then without meaning.
  mutating func append(hex text: RawSpan) -> Bool {
    guard text.byteCount % 2 == 0 else { return false }
    for offset in stride(from: 0, to: text.byteCount, by: 2) {
      guard let high = ASCII.hexValue(text.uint8(at: offset)),
        let low = ASCII.hexValue(text.uint8(at: offset + 1))
      else { return false }
      append(high << 4 | low)
    }
    return true
  }

  /// Appends the bytes that base64 stands for, in the usual alphabet or that for URLs (RFC 4648, sections 4
  /// and 5), with or without padding. False where the text is neither; what was appended is then without
  /// meaning.
  mutating func append(base64 text: RawSpan) -> Bool {
    var end = text.byteCount
    if end % 4 == 0 {
      // Padding is one or two bytes that make the length a multiple of four.
      for _ in 0..<2 where end > 0 && text.uint8(at: end - 1) == UInt8(ascii: "=") { end -= 1 }
    }
    guard end % 4 != 1 else { return false }
    var group: UInt32 = 0
    for offset in 0..<end {
      guard let digit = Self.base64Value(text.uint8(at: offset)) else { return false }
      group = group << 6 | UInt32(digit)
      if offset % 4 == 3 { appendGroup(group, 3) }
    }
    let rest = end % 4
    if rest > 0 { appendGroup(group << UInt32(6 * (4 - rest)), rest - 1) }
    return true
  }

  /// Appends the first `count` of the three bytes in the lower 24 bits of `group`.
  private mutating func appendGroup(_ group: UInt32, _ count: Int) {
    append(low: count, of: UInt64((group << 8).byteSwapped))
  }

  private static func base64Value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}

extension ASCII {
  /// The value of a hexadecimal digit in any case.
  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter + 10 : nil
  }
}
