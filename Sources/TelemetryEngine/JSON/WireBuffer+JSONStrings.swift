extension WireBuffer {
  /// Appends `input[start..<end]` as a JSON string, escaping what JSON requires.
  ///
  /// - Throws: `invalidUTF8` with the offset of the first byte at fault.
  mutating func append(jsonString input: RawSpan, _ start: Int, _ end: Int) throws(WireError) {
    append(UInt8(ascii: "\""))
    var run = start
    var position = start
    while true {
      position = input.endOfPlainText(position, end)
      guard position < end else { break }
      let byte = input.uint8(at: position)
      if byte >= 0x80 {
        let length = input.lengthOfCharacter(at: position, end)
        guard length > 0 else { throw WireError(.invalidUTF8, at: position) }
        position += length
      } else {
        append(input, run, position)
        append(jsonEscapeOf: byte)
        position += 1
        run = position
      }
    }
    append(input, run, end)
    append(UInt8(ascii: "\""))
  }

  private mutating func append(jsonEscapeOf byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case UInt8(ascii: "\n"): append(UInt8(ascii: "n"))
    case UInt8(ascii: "\r"): append(UInt8(ascii: "r"))
    case UInt8(ascii: "\t"): append(UInt8(ascii: "t"))
    case 0x08: append(UInt8(ascii: "b"))
    case 0x0c: append(UInt8(ascii: "f"))
    default:
      for character in "u00".utf8 { append(character) }
      append(low: 2, of: Self.hexDigits(of: byte))
    }
  }

  /// Appends `input[start..<end]` as a JSON string of lower-case hexadecimal digits.
  mutating func append(jsonHex input: RawSpan, _ start: Int, _ end: Int) {
    append(UInt8(ascii: "\""))
    for position in start..<end {
      append(low: 2, of: Self.hexDigits(of: input.uint8(at: position)))
    }
    append(UInt8(ascii: "\""))
  }

  private static func hexDigits(of byte: UInt8) -> UInt64 {
    UInt64(hexDigit(byte >> 4)) | UInt64(hexDigit(byte & 0xf)) << 8
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }

  /// Appends `input[start..<end]` as a JSON string in base64 with padding (RFC 4648, section 4).
  mutating func append(jsonBase64 input: RawSpan, _ start: Int, _ end: Int) {
    append(UInt8(ascii: "\""))
    var position = start
    while position < end {
      let available = min(end - position, 3)
      var group: UInt32 = 0
      for index in 0..<3 {
        group = group << 8 | (index < available ? UInt32(input.uint8(at: position + index)) : 0)
      }
      for index in 0..<4 {
        let digit = UInt8(truncatingIfNeeded: group >> UInt32(18 - 6 * index)) & 0x3f
        append(index <= available ? Self.base64Digit(digit) : UInt8(ascii: "="))
      }
      position += available
    }
    append(UInt8(ascii: "\""))
  }

  private static func base64Digit(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<26: value + UInt8(ascii: "A")
    case 26..<52: value - 26 + UInt8(ascii: "a")
    case 52..<62: value - 52 + UInt8(ascii: "0")
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }
}
