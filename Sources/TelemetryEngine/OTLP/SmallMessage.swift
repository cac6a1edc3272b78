/// Writes small protobuf messages that are off the data path, such as OTLP's answers.
package struct SmallMessageWriter {
  package private(set) var encoded: [UInt8] = []

  package init() {}

  package mutating func varint(field: Int, _ value: UInt64) {
    raw(UInt64(field) << 3)
    raw(value)
  }

  package mutating func string(field: Int, _ text: String) {
    bytes(field: field, Array(text.utf8))
  }

  package mutating func fixed64(field: Int, _ value: UInt64) {
    raw(UInt64(field) << 3 | 1)
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      encoded.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  package mutating func fixed32(field: Int, _ value: UInt32) {
    raw(UInt64(field) << 3 | 5)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      encoded.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  package mutating func bytes(field: Int, _ payload: [UInt8]) {
    raw(UInt64(field) << 3 | 2)
    raw(UInt64(payload.count))
    encoded += payload
  }

  private mutating func raw(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      encoded.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    encoded.append(UInt8(rest))
  }
}

/// Reads the small protobuf messages of OTLP's answers, which are off the data path.
struct SmallMessageReader {
  enum Value {
    case varint(UInt64)
    case bytes(ArraySlice<UInt8>)
    /// A fixed-width number or a group; the messages that are read here have none.
    case fixed
  }

  private var rest: ArraySlice<UInt8>
  /// Set once the bytes turned out not to be protobuf; no field is returned after that.
  private(set) var isMalformed = false

  init(_ bytes: [UInt8]) { rest = bytes[...] }
  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next() -> (number: Int, value: Value)? {
    guard !rest.isEmpty, !isMalformed else { return nil }
    guard let tag = varint(), tag >> 3 != 0, tag >> 3 < 1 << 29 else { return fail() }
    let number = Int(tag >> 3)
    switch tag & 7 {
    case 0:
      guard let value = varint() else { return fail() }
      return (number, .varint(value))
    case 1: return skip(8) ? (number, .fixed) : fail()
    case 2:
      guard let length = varint(), length <= UInt64(rest.count) else { return fail() }
      let payload = rest.prefix(Int(length))
      rest = rest.dropFirst(Int(length))
      return (number, .bytes(payload))
    case 3: return skipGroup(number, depth: 1) ? (number, .fixed) : fail()
    case 5: return skip(4) ? (number, .fixed) : fail()
    default: return fail()
    }
  }

  /// Steps over the rest of a group, which an unknown field may be.
  private mutating func skipGroup(_ group: Int, depth: Int) -> Bool {
    guard depth <= FieldReader.maximumDepth else { return false }
    while let tag = varint(), tag >> 3 != 0, tag >> 3 < 1 << 29 {
      let isSkipped =
        switch tag & 7 {
        case 0: varint() != nil
        case 1: skip(8)
        case 2: varint().map { skip(Int(clamping: $0)) } ?? false
        case 3: skipGroup(Int(tag >> 3), depth: depth + 1)
        case 5: skip(4)
        default: false
        }
      if tag & 7 == 4 { return Int(tag >> 3) == group }
      guard isSkipped else { return false }
    }
    return false
  }

  private mutating func fail() -> (number: Int, value: Value)? {
    isMalformed = true
    return nil
  }

  private mutating func skip(_ count: Int) -> Bool {
    guard rest.count >= count else { return false }
    rest = rest.dropFirst(count)
    return true
  }

  private mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
