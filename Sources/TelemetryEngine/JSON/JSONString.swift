/// A string that a scanner found: well-formed, but with its escapes.
struct JSONString {
  /// What is between the quotes.
  let start: Int
  let end: Int
  let hasEscapes: Bool
}

extension JSONScanner {
  /// Reads the string whose opening quote is next.
  @_lifetime(self: copy self)
  mutating func string() throws(OTLPJSONError) -> JSONString {
    position += 1
    let start = position
    var hasEscapes = false
    while true {
      position = input.endOfPlainText(position, end)
      guard position < end else { throw unmet(.endOfString) }
      let byte = input.uint8(at: position)
      if byte == UInt8(ascii: "\"") {
        position += 1
        return JSONString(start: start, end: position - 1, hasEscapes: hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        try escape()
      } else if byte >= 0x80 {
        let length = input.lengthOfCharacter(at: position, end)
        guard length > 0 else { throw OTLPJSONError(.invalidUTF8, at: position) }
        position += length
      } else {
        throw OTLPJSONError(.controlCharacter, at: position)
      }
    }
  }

  /// Goes past the escape whose backslash is next.
  @_lifetime(self: copy self)
  private mutating func escape() throws(OTLPJSONError) {
    let start = position
    guard start + 1 < end else {
      position = end
      throw unmet(.endOfString)
    }
    guard input.uint8(at: start + 1) == UInt8(ascii: "u") else {
      guard input.escapedByte(at: start + 1) != nil else { throw OTLPJSONError(.invalidEscape, at: start) }
      position = start + 2
      return
    }
    let unit = try codeUnit(at: start)
    position = start + 6
    guard unit & 0xf800 == 0xd800 else { return }
    guard unit < 0xdc00, input.matches("\\u", at: position, before: end) else {
      throw OTLPJSONError(.loneSurrogate, at: start)
    }
    let low = try codeUnit(at: position)
    guard low & 0xfc00 == 0xdc00 else { throw OTLPJSONError(.loneSurrogate, at: start) }
    position += 6
  }

  private func codeUnit(at backslash: Int) throws(OTLPJSONError) -> UInt32 {
    guard let unit = input.codeUnit(at: backslash + 2, before: end) else {
      throw OTLPJSONError(.invalidEscape, at: backslash)
    }
    return unit
  }
}

extension WireBuffer {
  /// Appends the text that a string of `input` stands for, in UTF-8.
  mutating func append(_ string: JSONString, of input: RawSpan) {
    var run = string.start
    while let backslash = input.firstIndex(of: UInt8(ascii: "\\"), run, string.end) {
      append(input, run, backslash)
      if let byte = input.escapedByte(at: backslash + 1) {
        append(byte)
        run = backslash + 2
      } else {
        run = append(unicodeEscapeAt: backslash, string, of: input)
      }
    }
    append(input, run, string.end)
  }

  /// Returns where the escape, or the pair of them, ends.
  private mutating func append(
    unicodeEscapeAt start: Int, _ string: JSONString, of input: RawSpan
  ) -> Int {
    let high = input.codeUnit(at: start + 2, before: string.end) ?? 0
    guard high & 0xfc00 == 0xd800 else {
      append(codePoint: high)
      return start + 6
    }
    let low = input.codeUnit(at: start + 8, before: string.end) ?? 0
    append(codePoint: 0x10000 + (high & 0x3ff) << 10 + low & 0x3ff)
    return start + 12
  }

  private mutating func append(codePoint value: UInt32) {
    let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { append(byte) }
  }
}

extension RawSpan {
  /// What the escape of one letter at `offset` stands for; nil where it is none, or `u`.
  fileprivate func escapedByte(at offset: Int) -> UInt8? {
    let byte = uint8(at: offset)
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return byte
    case UInt8(ascii: "n"): return 0x0a
    case UInt8(ascii: "r"): return 0x0d
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0c
    default: return nil
    }
  }

  /// The number of four hexadecimal digits; nil where there are none before `end`.
  fileprivate func codeUnit(at offset: Int, before end: Int) -> UInt32? {
    guard end - offset >= 4 else { return nil }
    var value: UInt32 = 0
    for index in 0..<4 {
      guard let digit = ASCII.hexValue(uint8(at: offset + index)) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
