/// Protobuf written by hand, for requests that no encoder would make.
struct ProtobufBytes {
  private(set) var bytes: [UInt8] = []

  static func message(_ build: (inout ProtobufBytes) -> Void) -> [UInt8] {
    var writer = ProtobufBytes()
    build(&writer)
    return writer.bytes
  }

  mutating func raw(_ more: [UInt8]) { bytes += more }

  mutating func varint(_ number: UInt64, _ value: UInt64) {
    append(number << 3)
    append(value)
  }

  mutating func fixed64(_ number: UInt64, _ value: UInt64) {
    append(number << 3 | 1)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func fixed32(_ number: UInt64, _ value: UInt32) {
    append(number << 3 | 5)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func group(_ number: UInt64, _ build: (inout ProtobufBytes) -> Void) {
    append(number << 3 | 3)
    bytes += Self.message(build)
    append(number << 3 | 4)
  }

  /// A length-delimited field whose length is a varint of `lengthBytes` bytes, however small it is.
  mutating func payload(_ number: UInt64, _ payload: [UInt8], lengthBytes: Int) {
    append(number << 3 | 2)
    for index in 0..<lengthBytes {
      let bits = UInt8(truncatingIfNeeded: payload.count >> (7 * index)) & 0x7f
      bytes.append(index < lengthBytes - 1 ? bits | 0x80 : bits)
    }
    bytes += payload
  }

  mutating func payload(_ number: UInt64, _ payload: [UInt8]) {
    append(number << 3 | 2)
    append(UInt64(payload.count))
    bytes += payload
  }

  mutating func text(_ number: UInt64, _ text: String) { payload(number, Array(text.utf8)) }

  mutating func message(_ number: UInt64, _ build: (inout ProtobufBytes) -> Void) {
    payload(number, Self.message(build))
  }

  mutating func tag(_ number: UInt64, _ wireType: UInt8) { append(number << 3 | UInt64(wireType)) }

  static func base128(_ value: UInt64) -> [UInt8] { message { $0.append(value) } }

  private mutating func append(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
