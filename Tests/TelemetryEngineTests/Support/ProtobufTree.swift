import TelemetryEngine

/// A field as a test sees it, read without the engine's reader.
struct ReadField: Equatable {
  var number: UInt64
  var wireType: UInt8
  /// The payload, for a varint its value in eight bytes, for a group what lies between its tags.
  var payload: [UInt8]
  /// The field with its tag.
  var raw: [UInt8]

  var varint: UInt64 { payload.reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}

enum ProtobufTree {
  /// The fields of a message; nil when the bytes are none.
  static func fields(_ bytes: [UInt8]) -> [ReadField]? {
    var position = 0
    var fields: [ReadField] = []
    while position < bytes.count {
      guard let field = field(bytes, &position) else { return nil }
      fields.append(field)
    }
    return fields
  }

  /// The payloads of the length-delimited fields that the path of field numbers leads to.
  static func payloads(_ bytes: [UInt8], _ path: UInt64...) -> [[UInt8]] { payloads(bytes, path[...]) }

  static func payloads(_ bytes: [UInt8], _ path: ArraySlice<UInt64>) -> [[UInt8]] {
    guard let number = path.first else { return [bytes] }
    return (fields(bytes) ?? []).filter { $0.number == number && $0.wireType == 2 }
      .flatMap { payloads($0.payload, path.dropFirst()) }
  }

  static func texts(_ bytes: [UInt8], _ path: UInt64...) -> [String] {
    payloads(bytes, path[...]).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The message with every known sub-message's tag and length in the fewest bytes, so that two
  /// messages can be compared whose lengths are written differently.
  static func normalized(_ bytes: [UInt8], _ type: MessageType) -> [UInt8] {
    let known = Dictionary(uniqueKeysWithValues: type.fields.map { (UInt64($0.number), $0) })
    return (fields(bytes) ?? []).flatMap { field -> [UInt8] in
      guard field.wireType == 2, let definition = known[field.number] else { return field.raw }
      let payload = definition.message.map { normalized(field.payload, $0) } ?? field.payload
      return ProtobufBytes.message { $0.payload(field.number, payload) }
    }
  }

  private static func field(_ bytes: [UInt8], _ position: inout Int) -> ReadField? {
    let start = position
    guard let tag = varint(bytes, &position), tag >> 3 > 0 else { return nil }
    var payload: [UInt8]
    switch tag & 7 {
    case 0:
      guard let value = varint(bytes, &position) else { return nil }
      payload = (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    case 1: payload = Array(bytes[position...].prefix(8))
    case 2:
      guard let length = varint(bytes, &position), length <= UInt64(bytes.count) else { return nil }
      payload = Array(bytes[position...].prefix(Int(length)))
      guard payload.count == Int(length) else { return nil }
    case 3:
      payload = []
      while position < bytes.count {
        var end = position
        guard let next = varint(bytes, &end) else { return nil }
        if next == tag + 1 {
          position = end
          return ReadField(
            number: tag >> 3, wireType: 3, payload: payload, raw: Array(bytes[start..<position]))
        }
        guard let inner = field(bytes, &position) else { return nil }
        payload += inner.raw
      }
      return nil
    case 5: payload = Array(bytes[position...].prefix(4))
    default: return nil
    }
    if tag & 7 == 1 || tag & 7 == 5 {
      guard payload.count == (tag & 7 == 1 ? 8 : 4) else { return nil }
    }
    if tag & 7 != 0 { position += payload.count }
    return ReadField(
      number: tag >> 3, wireType: UInt8(tag & 7), payload: payload, raw: Array(bytes[start..<position]))
  }

  private static func varint(_ bytes: [UInt8], _ position: inout Int) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }
}
