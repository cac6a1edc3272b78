/// Reads the tokens of JSON (RFC 8259) in received bytes, strictly: what the grammar does not have is an
/// error with its place.
///
/// Nothing outside the given range is read, and every call either moves forward or ends.
struct JSONScanner: ~Escapable {
  let input: RawSpan
  let end: Int
  /// Where the next token is looked for.
  var position: Int

  /// Requires `0 <= start <= end <= input.byteCount`.
  @_lifetime(copy input)
  init(_ input: RawSpan, _ start: Int, _ end: Int) {
    precondition(start >= 0 && start <= end && end <= input.byteCount)
    self.input = input
    self.end = end
    position = start
  }

  func error(_ reason: OTLPJSONError.Reason, at offset: Int) -> OTLPJSONError {
    OTLPJSONError(reason, at: offset, isAtEnd: offset >= end)
  }

  func unmet(_ expectation: OTLPJSONError.Expectation) -> OTLPJSONError {
    error(.expected(expectation), at: position)
  }

  /// The byte at `position`; 0, which no token begins with, at the end.
  @inline(__always)
  var next: UInt8 { position < end ? input.uint8(at: position) : 0 }

  @_lifetime(self: copy self)
  @inline(__always)
  mutating func skipSpace() {
    while position < end {
      switch input.uint8(at: position) {
      case 0x20, 0x09, 0x0a, 0x0d: position += 1
      default: return
      }
    }
  }

  /// Goes past `byte`, and the space behind it, if it is next.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    skipSpace()
    return true
  }

  /// Goes past `byte`, and the space behind it.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func expect(_ byte: UInt8, _ expectation: OTLPJSONError.Expectation) throws(OTLPJSONError) {
    guard take(byte) else { throw unmet(expectation) }
  }

  /// Goes past a comma, and is true, or past `close`, and is false.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func hasMore(before close: UInt8) throws(OTLPJSONError) -> Bool {
    skipSpace()
    if take(UInt8(ascii: ",")) { return true }
    guard next == close else {
      throw unmet(close == UInt8(ascii: "}") ? .commaOrBrace : .commaOrBracket)
    }
    position += 1
    return false
  }

  /// Reads a key and goes to its value.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func key() throws(OTLPJSONError) -> JSONString {
    guard next == UInt8(ascii: "\"") else { throw unmet(.key) }
    let key = try string()
    skipSpace()
    try expect(UInt8(ascii: ":"), .colon)
    return key
  }

  /// Goes past `true`, `false` or `null`, of which it is the one whose first letter is next.
  @_lifetime(self: copy self)
  mutating func word(_ text: StaticString, _ expectation: OTLPJSONError.Expectation) throws(OTLPJSONError) {
    guard input.matches(text, at: position, before: end) else {
      throw OTLPJSONError(.expected(expectation), at: position)
    }
    position += text.utf8CodeUnitCount
  }

  /// Goes past `null` if that is next.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func takeNull() throws(OTLPJSONError) -> Bool {
    guard next == UInt8(ascii: "n") else { return false }
    try word("null", .value)
    return true
  }
}
