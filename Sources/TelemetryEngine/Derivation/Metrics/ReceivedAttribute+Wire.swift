extension ReceivedAttribute {
  /// Reads a `KeyValue` that has been validated.
  init(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    let parts = try AttributeParts(bytes, field, depth: 6)
    key = bytes.string(parts.key.lowerBound, parts.key.upperBound)
    if parts.isText {
      value = bytes.string(parts.value.lowerBound, parts.value.upperBound)
      return
    }
    // Of several values the last one is as good as what decoders make of them all.
    var last: WireField?
    var reader = FieldReader(bytes, field.low, field.high, depth: 6)
    while let part = try reader.next() { if part.tag == 0x12 { last = part } }
    guard let last, let member = try AnyValueMember(bytes, last, depth: 7) else {
      value = ""
      return
    }
    var text = WireBuffer(minimumCapacity: 64)
    switch member.kind {
    case .text: text.append(bytes, member.field.low, member.field.high)
    default: try text.append(json: bytes, member, depth: 7)
    }
    value = text.withSpan {
      // Without the quotes of JSON.
      member.kind == .bytes ? $0.string(1, $0.byteCount - 1) : $0.string(0, $0.byteCount)
    }
  }
}

/// What an `AnyValue` holds: of a choice the last one counts.
private struct AnyValueMember {
  enum Kind: UInt32 {
    case text = 0x0a
    case bool = 0x10
    case int = 0x18
    case double = 0x21
    case list = 0x2a
    case map = 0x32
    case bytes = 0x3a
  }

  let kind: Kind
  let field: WireField

  init?(_ bytes: RawSpan, _ value: WireField, depth: Int) throws(WireError) {
    var found: (Kind, WireField)?
    var reader = FieldReader(bytes, value.low, value.high, depth: depth)
    while let part = try reader.next() {
      if let kind = Kind(rawValue: part.tag) { found = (kind, part) }
    }
    guard let found else { return nil }
    (kind, field) = found
  }
}

extension WireBuffer {
  /// Appends a value as JSON, but for numbers that JSON does not have.
  fileprivate mutating func append(
    json bytes: RawSpan, _ member: AnyValueMember, depth: Int
  ) throws(WireError) {
    let field = member.field
    switch member.kind {
    case .text: try append(jsonString: bytes, field.low, field.high)
    case .bool: append(Array((bytes.value(field) == 0 ? "false" : "true").utf8))
    case .int: append(Array("\(Int64(bitPattern: bytes.value(field)))".utf8))
    case .double: append(double: Double(bitPattern: bytes.value(field)))
    case .list: try append(list: bytes, field, depth: depth + 1)
    case .map: try append(map: bytes, field, depth: depth + 1)
    case .bytes: append(jsonBase64: bytes, field.low, field.high)
    }
  }

  /// Appends the `AnyValue` in `field` as JSON.
  private mutating func append(jsonValue bytes: RawSpan, _ field: WireField, depth: Int) throws(WireError) {
    if let member = try AnyValueMember(bytes, field, depth: depth) {
      try append(json: bytes, member, depth: depth)
    } else {
      append("null")
    }
  }

  private mutating func append(double value: Double) {
    if value.isNaN {
      append("NaN")
    } else if value.isInfinite {
      append(value < 0 ? "-Infinity" : "Infinity")
    } else {
      append(Array("\(value)".utf8))
    }
  }

  private mutating func append(list bytes: RawSpan, _ list: WireField, depth: Int) throws(WireError) {
    append(UInt8(ascii: "["))
    var isFirst = true
    var reader = FieldReader(bytes, list.low, list.high, depth: depth)
    while let part = try reader.next() {
      guard part.tag == 0x0a else { continue }
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      try append(jsonValue: bytes, part, depth: depth + 1)
    }
    append(UInt8(ascii: "]"))
  }

  private mutating func append(map bytes: RawSpan, _ map: WireField, depth: Int) throws(WireError) {
    append(UInt8(ascii: "{"))
    var isFirst = true
    var reader = FieldReader(bytes, map.low, map.high, depth: depth)
    while let part = try reader.next() {
      guard part.tag == 0x0a else { continue }
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      var key = 0..<0
      var value: WireField?
      var entry = FieldReader(bytes, part.low, part.high, depth: depth + 1)
      while let field = try entry.next() {
        switch field.tag {
        case 0x0a: key = field.low..<field.high
        case 0x12: value = field
        default: continue
        }
      }
      try append(jsonString: bytes, key.lowerBound, key.upperBound)
      append(UInt8(ascii: ":"))
      if let value {
        try append(jsonValue: bytes, value, depth: depth + 2)
      } else {
        append("null")
      }
    }
    append(UInt8(ascii: "}"))
  }
}
