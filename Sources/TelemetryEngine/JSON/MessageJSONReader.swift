/// Writes the protobuf encoding of a message while it reads the message's JSON, with no tree in between.
struct MessageJSONReader: ~Escapable {
  var scanner: JSONScanner
  let schema = Schema.otlp
  private let keys = JSONKeys.otlp

  @_lifetime(copy input)
  init(_ input: RawSpan, _ start: Int, _ end: Int) {
    scanner = JSONScanner(input, start, end)
  }

  /// Reads the object that is next and appends its fields in their order; those of a message of `type` that
  /// `depth` others enclose.
  @_lifetime(self: copy self)
  mutating func message(
    _ type: MessageType, depth: Int, into out: inout WireBuffer
  ) throws(OTLPJSONError) {
    guard depth <= FieldReader.maximumDepth else {
      throw OTLPJSONError(.nestedTooDeeply, at: scanner.position)
    }
    try scanner.expect(UInt8(ascii: "{"), .object)
    guard !scanner.takeEmpty(UInt8(ascii: "}")) else { return }
    var seen: UInt32 = 0
    var hasChoice = false
    repeat {
      let start = scanner.position
      let key = try scanner.key()
      guard let number = number(of: key, type, &out) else {
        try scanner.skipValue()
        continue
      }
      guard seen & 1 << number == 0 else { throw OTLPJSONError(.repeatedKey, at: start) }
      seen |= 1 << number
      if try scanner.takeNull() { continue }
      let entry = schema.entry(type, number)
      if entry.isChoice {
        guard !hasChoice else { throw OTLPJSONError(.secondChoice, at: start) }
        hasChoice = true
      }
      if entry.isRepeated {
        try list(entry, number, depth: depth, into: &out)
      } else {
        try field(entry, number, depth: depth, into: &out)
      }
    } while try scanner.hasMore(before: UInt8(ascii: "}"))
  }

  /// The field that a key names; `scratch` is as before.
  private func number(of key: JSONString, _ type: MessageType, _ scratch: inout WireBuffer) -> UInt32? {
    guard key.hasEscapes else { return keys.number(type, scanner.input, key.start, key.end) }
    let start = scratch.count
    scratch.append(key, of: scanner.input)
    let number = scratch.withSpan(from: start) { keys.number(type, $0, 0, $0.byteCount) }
    scratch.truncate(to: start)
    return number
  }

  @_lifetime(self: copy self)
  private mutating func list(
    _ entry: FieldEntry, _ number: UInt32, depth: Int, into out: inout WireBuffer
  ) throws(OTLPJSONError) {
    try scanner.expect(UInt8(ascii: "["), .array)
    guard !scanner.takeEmpty(UInt8(ascii: "]")) else { return }
    var slot: Int?
    if entry.kind.isPackable {
      out.append(tag: number, .lengthDelimited)
      slot = out.openLength()
    }
    repeat {
      guard scanner.next != UInt8(ascii: "n") else {
        throw OTLPJSONError(.nullElement, at: scanner.position)
      }
      if slot != nil {
        try scalar(entry.kind, into: &out)
      } else {
        try field(entry, number, depth: depth, into: &out)
      }
    } while try scanner.hasMore(before: UInt8(ascii: "]"))
    if let slot { out.closeShortLength(slot) }
  }
}
