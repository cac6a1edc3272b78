/// The value of an attribute from which something is derived.
enum ObservedValue {
  case text(Range<Int>)
  case bool(Bool)
  case int(Int64)
  case double(Double)
  /// Nothing, or a value of a type that says nothing here.
  case other

  /// Reads the value of an attribute that has been validated.
  init(_ bytes: RawSpan, _ parts: AttributeParts) throws(WireError) {
    self = .other
    if parts.isText {
      self = .text(parts.value)
    } else if parts.values == 1 {
      var reader = FieldReader(bytes, parts.value.lowerBound, parts.value.upperBound)
      while let member = try reader.next() {
        switch member.tag {
        case 0x10: self = .bool(bytes.value(member) != 0)
        case 0x18: self = .int(Int64(bitPattern: bytes.value(member)))
        case 0x21: self = .double(Double(bitPattern: bytes.value(member)))
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
    case .int, .double, .other: false
    }
  }

  /// True, or a number above 0, also as a text.
  func isPositive(_ bytes: RawSpan) -> Bool {
    switch self {
    case .bool(let value): return value
    case .int(let value): return value > 0
    case .double(let value): return value > 0
    case .text(let range):
      guard range.count <= Self.longestNumber else { return false }
      if range.count == 4, bytes.matchesIgnoringCase("true", at: range.lowerBound, before: range.upperBound) {
        return true
      }
      return Double(bytes.string(range.lowerBound, range.upperBound)).map { $0 > 0 } ?? false
    case .other: return false
    }
  }

  private static let longestNumber = 32

  /// The value as a label, without what must not leave.
  func label(_ bytes: RawSpan, _ scrubber: inout Scrubber) -> String {
    switch self {
    case .text(let range): Self.label(bytes, range, &scrubber)
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .double(let value): String(value)
    case .other: ""
    }
  }

  /// The value of the attribute `key` as a label, without what must not leave.
  func label(_ bytes: RawSpan, _ scrubber: inout Scrubber, key: String) -> String {
    switch self {
    case .text(let range): scrubber.labelText(bytes, range, key: key)
    case .bool(let value): scrubber.labelText(String(value), key: key)
    case .int(let value): scrubber.labelText(String(value), key: key)
    case .double(let value): scrubber.labelText(String(value), key: key)
    case .other: ""
    }
  }

  private static func label(
    _ bytes: RawSpan, _ range: Range<Int>, _ scrubber: inout Scrubber
  ) -> String {
    switch scrubber.scrub(bytes, range.lowerBound, range.upperBound, .stream, .plain) {
    case .unchanged:
      var end = min(range.upperBound, range.lowerBound + Scrubber.longestLabel)
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
