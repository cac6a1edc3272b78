/// Comparisons of received header bytes with names and values that the source spells out.
extension Span where Element == UInt8 {
  /// Whether the bytes are exactly `text`.
  func equals(_ text: StaticString) -> Bool {
    count == text.utf8CodeUnitCount && starts(with: text)
  }

  /// Whether the bytes begin with exactly `text`.
  func starts(with text: StaticString) -> Bool {
    matches(text) { $0 }
  }

  /// Whether the bytes are `lowercase`, which has no capital letters, in any ASCII case.
  func equalsIgnoringCase(_ lowercase: StaticString) -> Bool {
    count == lowercase.utf8CodeUnitCount && matches(lowercase, \.asciiLowercased)
  }

  private func matches(_ text: StaticString, _ fold: (UInt8) -> UInt8) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, text.hasPointerRepresentation else { return false }
    for index in 0..<length where fold(self[index]) != (unsafe text.utf8Start[index]) {
      // `index` is below the literal's own length.
      return false
    }
    return true
  }

  /// The number that the bytes spell in decimal; nil unless they are 1 to 18 digits.
  var decimal: Int? {
    guard (1...18).contains(count) else { return nil }
    var value = 0
    for index in indices {
      let digit = self[index] &- 0x30
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// The bytes without spaces and tabs at both ends.
  func trimmedRange(_ range: Range<Int>) -> Range<Int> {
    var start = range.lowerBound
    var end = range.upperBound
    while start < end, self[start].isBlank { start += 1 }
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }
}

extension UInt8 {
  var asciiLowercased: UInt8 { (0x41...0x5a).contains(self) ? self | 0x20 : self }
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}

/// Lends the UTF-8 of `string` for the duration of `body`.
func withUTF8Span<Result>(_ string: String, _ body: (Span<UInt8>) -> Result) -> Result {
  // A native string's UTF-8 is contiguous; others are copied. The span ends with the closure.
  let direct = unsafe string.utf8.withContiguousStorageIfAvailable { unsafe body(Span(_unsafeElements: $0)) }
  return direct ?? body(Array(string.utf8).span)
}

extension RawSpan {
  /// The byte at `offset`, which must be below `byteCount`.
  func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < byteCount)
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }
}
