/// Fields of protobuf's wire format.
struct ProtobufBytes {
  var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func number(_ field: UInt64, _ value: UInt64) {
    varint(field << 3)
    varint(value)
  }

  mutating func signed(_ field: UInt64, _ value: Int64) { number(field, Self.zigzag(value)) }

  mutating func double(_ field: UInt64, _ value: Double) {
    varint(field << 3 | 1)
    var pattern = value.bitPattern
    for _ in 0..<8 {
      bytes.append(UInt8(truncatingIfNeeded: pattern))
      pattern >>= 8
    }
  }

  mutating func text(_ field: UInt64, _ text: String) {
    varint(field << 3 | 2)
    varint(UInt64(text.utf8.count))
    bytes += text.utf8
  }

  mutating func message(_ field: UInt64, _ content: (inout ProtobufBytes) -> Void) {
    var inner = ProtobufBytes()
    content(&inner)
    append(field, inner.bytes[...])
  }

  mutating func append(_ field: UInt64, _ content: ArraySlice<UInt8>) {
    begin(field, size: content.count)
    bytes += content
  }

  /// What comes before `size` bytes of a field.
  mutating func begin(_ field: UInt64, size: Int) {
    varint(field << 3 | 2)
    varint(UInt64(size))
  }

  /// The size of a field with so many bytes.
  static func fieldSize(_ field: UInt64, _ count: Int) -> Int {
    varintSize(field << 3) + varintSize(UInt64(count)) + count
  }

  static func zigzag(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: value << 1) ^ UInt64(bitPattern: value >> 63)
  }

  private static func varintSize(_ value: UInt64) -> Int {
    max(1, (64 - value.leadingZeroBitCount + 6) / 7)
  }
}
