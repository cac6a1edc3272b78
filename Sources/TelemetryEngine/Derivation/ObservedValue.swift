/// The value of an attribute from which something is derived.
enum ObservedValue {
  case text(Range<Int>)
  case bool(Bool)
  case int(Int64)
  /// Nothing, or a value of a type that says nothing here.
  case other

  /// Bytes of a label; what is longer is cut.
  static let maximumLabelLength = 200

  /// Reads the value of an attribute that has been validated.
  init(_ bytes: RawSpan, _ parts: AttributeParts) throws(WireError) {
    self = .other
    if parts.isText {
      self = .text(parts.value)
    } else if parts.values == 1 {
      var reader = FieldReader(bytes, parts.value.lowerBound, parts.value.upperBound)
      while try reader.advance() {
        switch (reader.number, reader.wireType) {
        case (2, .varint): self = .bool(reader.value != 0)
        case (3, .varint): self = .int(Int64(bitPattern: reader.value))
        default: continue
        }
      }
    }
  }

  /// `false` as a boolean or as a text in any case.
  func isFalse(_ bytes: RawSpan) -> Bool {
    switch self {
    case .bool(let value): !value
    case .text(let range):
      range.count == 5
        && bytes.matchesIgnoringCase("false", at: range.lowerBound, before: range.upperBound)
    case .int, .other: false
    }
  }

  /// The value as a label, without what must not leave.
  func label(_ bytes: RawSpan, _ scrubber: inout Scrubber) -> String {
    switch self {
    case .text(let range): Self.label(bytes, range, &scrubber)
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .other: ""
    }
  }

  private static func label(
    _ bytes: RawSpan, _ range: Range<Int>, _ scrubber: inout Scrubber
  ) -> String {
    switch scrubber.scrub(bytes, range.lowerBound, range.upperBound, .stream, .plain) {
    case .unchanged:
      var end = min(range.upperBound, range.lowerBound + maximumLabelLength)
      // Back to where a character begins.
      while end < range.upperBound, bytes.uint8(at: end) & 0xc0 == 0x80 { end -= 1 }
      return bytes.string(range.lowerBound, end)
    case .changed:
      var text = WireBuffer(minimumCapacity: Pseudonym.length)
      scrubber.appendReplacement(bytes, range.lowerBound, range.upperBound, to: &text)
      return text.withSpan { $0.string(0, $0.byteCount) }
    case .invalidUTF8: return ""
    }
  }
}
