extension JSONScanner {
  /// How many lists and objects may enclose a value: each of the messages, which may be nested as deep as
  /// in protobuf, is an object and may be in a list.
  static var maximumNesting: Int { 2 * FieldReader.maximumDepth + 1 }

  /// Goes past a value of any kind.
  @_lifetime(self: copy self)
  mutating func skipValue(nesting: Int = 0) throws(OTLPJSONError) {
    switch next {
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "{"):
      try descend(nesting)
      guard !takeEmpty(UInt8(ascii: "}")) else { return }
      repeat {
        _ = try key()
        try skipValue(nesting: nesting + 1)
      } while try hasMore(before: UInt8(ascii: "}"))
    case UInt8(ascii: "["):
      try descend(nesting)
      guard !takeEmpty(UInt8(ascii: "]")) else { return }
      repeat { try skipValue(nesting: nesting + 1) } while try hasMore(before: UInt8(ascii: "]"))
    case UInt8(ascii: "t"): try word("true", .value)
    case UInt8(ascii: "f"): try word("false", .value)
    case UInt8(ascii: "n"): try word("null", .value)
    case UInt8(ascii: "-"), 0x30...0x39: _ = try number()
    default: throw unmet(.value)
    }
  }

  @_lifetime(self: copy self)
  private mutating func descend(_ nesting: Int) throws(OTLPJSONError) {
    guard nesting < Self.maximumNesting else { throw OTLPJSONError(.nestedTooDeeply, at: position) }
    position += 1
    skipSpace()
  }

  /// Goes past the end of an object or list in which nothing is.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func takeEmpty(_ close: UInt8) -> Bool {
    guard next == close else { return false }
    position += 1
    return true
  }

  /// Reads the number that is next.
  @_lifetime(self: copy self)
  mutating func number() throws(OTLPJSONError) -> JSONDecimal {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if next == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if next | 0x20 == UInt8(ascii: "e") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return JSONDecimal(input, start, position)
  }

  @_lifetime(self: copy self)
  private mutating func digits() throws(OTLPJSONError) {
    let start = position
    while ASCII.isDigit(next) { position += 1 }
    guard position > start else { throw unmet(.digit) }
  }
}
