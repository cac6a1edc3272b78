extension WireBuffer {
  /// Appends a tag; numbers of known fields are below 16, or take two bytes.
  @inline(__always)
  mutating func append(tag number: UInt32, _ type: WireType) {
    append(varint: UInt64(number << 3 | UInt32(type.rawValue)))
  }

  /// Appends the tag and length of a field of `length` bytes.
  @inline(__always)
  mutating func append(tag number: UInt32, length: Int) {
    if number < 16, length < 0x80 {
      append(low: 2, of: UInt64(number << 3 | 2) | UInt64(truncatingIfNeeded: length) &<< 8)
    } else {
      append(tag: number, .lengthDelimited)
      append(varint: UInt64(truncatingIfNeeded: length))
    }
  }

  /// Bytes of the varint that encodes `value`.
  @inline(__always)
  static func varintLength(_ value: Int) -> Int {
    value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5
  }

  /// Bytes of a field below number 16 with a payload of `length` bytes.
  @inline(__always)
  static func fieldLength(_ length: Int) -> Int { 1 + varintLength(length) + length }
}
