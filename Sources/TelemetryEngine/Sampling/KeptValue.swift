/// A value that the settings name for an attribute, to be compared with values of any simple type by their
/// text: `200` is the integer and the text, `1` is also the double 1.0.
struct KeptValue {
  private let text: [UInt8]
  private let bool: Bool?
  private let int: Int64?
  private let double: Double?

  init(_ text: String) {
    self.text = Array(text.utf8)
    bool = text == "true" ? true : text == "false" ? false : nil
    int = Int64(text)
    double = Double(text)
  }

  func matches(_ value: ClassifiedValue, _ bytes: RawSpan) -> Bool {
    switch value {
    case .text(let range): bytes.holds(text, range)
    case .bool(let value): value == bool
    case .int(let value): value == int
    case .double(let value): value == double
    case .other: false
    }
  }
}

/// The value of a span's attribute as far as a rule may ask for it.
enum ClassifiedValue {
  case text(Range<Int>)
  case bool(Bool)
  case int(Int64)
  case double(Double)
  /// Nothing, or a value of another type.
  case other

  init(_ bytes: RawSpan, _ parts: AttributeParts) throws(WireError) {
    self = .other
    if parts.isText {
      self = .text(parts.value)
    } else if parts.values == 1 {
      var reader = FieldReader(bytes, parts.value.lowerBound, parts.value.upperBound, depth: 5)
      while let member = try reader.next() {
        switch member.tag {
        case 0x0a: self = .text(member.low..<member.high)
        case 0x10: self = .bool(bytes.value(member) != 0)
        case 0x18: self = .int(Int64(bitPattern: bytes.value(member)))
        case 0x21: self = .double(Double(bitPattern: bytes.value(member)))
        default: self = .other
        }
      }
    }
  }
}
