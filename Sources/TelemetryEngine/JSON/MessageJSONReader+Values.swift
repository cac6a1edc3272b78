extension MessageJSONReader {
  /// Reads the value that is next and appends it as one field.
  @_lifetime(self: copy self)
  mutating func field(
    _ entry: FieldEntry, _ number: UInt32, depth: Int, into out: inout WireBuffer
  ) throws(OTLPJSONError) {
    guard let wireType = entry.kind.wireType else { return try scanner.skipValue() }
    guard wireType == .lengthDelimited else {
      out.append(tag: number, wireType)
      return try scalar(entry.kind, into: &out)
    }
    if let type = entry.message {
      out.append(tag: number, wireType)
      let slot = out.openLength()
      try message(type, depth: depth + 1, into: &out)
      return out.closeShortLength(slot)
    }
    let start = scanner.position
    let text = try string(entry.kind)
    if entry.kind == .string, !text.hasEscapes {
      out.append(tag: number, length: text.end - text.start)
      return out.append(scanner.input, text.start, text.end)
    }
    out.append(tag: number, wireType)
    let slot = out.openLength()
    if entry.kind == .string {
      out.append(text, of: scanner.input)
    } else {
      let isHex = entry.kind == .hexID
      let isRight = withContent(of: text) { isHex ? out.append(hex: $0) : out.append(base64: $0) }
      guard isRight else { throw OTLPJSONError(.expected(isHex ? .hexadecimal : .base64), at: start) }
    }
    out.closeShortLength(slot)
  }

  @_lifetime(self: copy self)
  private mutating func string(_ kind: FieldKind) throws(OTLPJSONError) -> JSONString {
    guard scanner.next == UInt8(ascii: "\"") else {
      throw scanner.unmet(kind == .hexID ? .hexadecimal : kind == .bytes ? .base64 : .string)
    }
    return try scanner.string()
  }

  /// Lends what a string stands for.
  private func withContent<Result, Failure: Error>(
    of string: JSONString, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard string.hasEscapes else {
      return try body(scanner.input.extracting(string.start..<string.end))
    }
    var content = WireBuffer(minimumCapacity: string.end - string.start)
    content.append(string, of: scanner.input)
    return try content.withSpan(body)
  }

  /// Reads the number or boolean that is next and appends it without a tag.
  @_lifetime(self: copy self)
  mutating func scalar(_ kind: FieldKind, into out: inout WireBuffer) throws(OTLPJSONError) {
    switch kind {
    case .bool: out.append(try boolean() ? 1 : 0)
    case .double: out.append(fixed64: try double().bitPattern)
    default:
      let value = try integer(kind)
      switch kind.wireType {
      case .fixed64: out.append(fixed64: value)
      case .fixed32: out.append(fixed32: UInt32(truncatingIfNeeded: value))
      default: out.append(varint: value)
      }
    }
  }

  @_lifetime(self: copy self)
  private mutating func boolean() throws(OTLPJSONError) -> Bool {
    let isTrue = scanner.next == UInt8(ascii: "t")
    try scanner.word(isTrue ? "true" : "false", .boolean)
    return isTrue
  }

  /// As it is on the wire.
  @_lifetime(self: copy self)
  private mutating func integer(_ kind: FieldKind) throws(OTLPJSONError) -> UInt64 {
    let expectation = kind == .enumeration ? OTLPJSONError.Expectation.enumeration : .integer
    let start = scanner.position
    let found: (isNegative: Bool, value: JSONDecimal.Integer)?
    if scanner.next == UInt8(ascii: "\""), kind != .enumeration {
      found = withContent(of: try scanner.string()) { text in
        JSONDecimal(whole: text).map { ($0.isNegative, $0.integer) }
      }
    } else {
      guard scanner.isAtNumber else { throw scanner.unmet(expectation) }
      let number = try scanner.number()
      found = (number.isNegative, number.integer)
    }
    switch found?.value {
    case .magnitude(let magnitude):
      guard let wire = kind.wireValue(magnitude, isNegative: found?.isNegative ?? false) else {
        throw OTLPJSONError(.outOfRange, at: start)
      }
      return wire
    case .tooLarge: throw OTLPJSONError(.outOfRange, at: start)
    case .fraction, nil: throw OTLPJSONError(.expected(expectation), at: start)
    }
  }

  @_lifetime(self: copy self)
  private mutating func double() throws(OTLPJSONError) -> Double {
    let start = scanner.position
    guard scanner.next == UInt8(ascii: "\"") else {
      guard scanner.isAtNumber else { throw scanner.unmet(.number) }
      return try Self.double(try scanner.number(), scanner.input, at: start)
    }
    return try withContent(of: try scanner.string()) { text throws(OTLPJSONError) in
      if let special = Self.special(text) { return special }
      guard let number = JSONDecimal(whole: text) else { throw OTLPJSONError(.expected(.number), at: start) }
      return try Self.double(number, text, at: start)
    }
  }

  private static func double(
    _ number: JSONDecimal, _ text: RawSpan, at offset: Int
  ) throws(OTLPJSONError) -> Double {
    guard number.end - number.start <= JSONDecimal.maximumLength else {
      throw OTLPJSONError(.numberTooLong, at: offset)
    }
    guard let value = number.double(text) else { throw OTLPJSONError(.outOfRange, at: offset) }
    return value
  }

  private static func special(_ text: RawSpan) -> Double? {
    switch text.byteCount {
    case 3 where text.matches("NaN", at: 0, before: 3): .nan
    case 8 where text.matches("Infinity", at: 0, before: 8): .infinity
    case 9 where text.matches("-Infinity", at: 0, before: 9): -.infinity
    default: nil
    }
  }
}

extension JSONScanner {
  var isAtNumber: Bool { next == UInt8(ascii: "-") || ASCII.isDigit(next) }
}

extension JSONDecimal {
  /// Nil where the text is not just a number as JSON writes them.
  fileprivate init?(whole text: RawSpan) {
    var scanner = JSONScanner(text, 0, text.byteCount)
    guard scanner.isAtNumber, let number = try? scanner.number(), scanner.position == scanner.end else {
      return nil
    }
    self = number
  }
}

extension FieldKind {
  /// A whole number as a field of this kind has it on the wire; nil where it has no room for it.
  fileprivate func wireValue(_ magnitude: UInt64, isNegative: Bool) -> UInt64? {
    let limit: UInt64 =
      switch self {
      case .int32, .sint32, .enumeration: isNegative ? 1 << 31 : 1 << 31 - 1
      case .int64, .sfixed64: isNegative ? 1 << 63 : 1 << 63 - 1
      case .uint32, .fixed32: isNegative ? 0 : UInt64(UInt32.max)
      default: isNegative ? 0 : .max
      }
    guard magnitude <= limit else { return nil }
    let value = isNegative ? 0 &- magnitude : magnitude
    guard self == .sint32 else { return value }
    let number = Int32(truncatingIfNeeded: value)
    return UInt64(UInt32(bitPattern: number << 1 ^ number >> 31))
  }
}
