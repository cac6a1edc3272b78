extension MessageJSONWriter {
  /// Writes what one occurrence of a repeated field adds to its array: one value, or those packed
  /// in its payload.
  @_lifetime(self: copy self)
  mutating func elements(
    _ entry: FieldEntry, _ field: borrowing FieldReader, depth: Int, _ isEmpty: inout Bool,
    into out: inout WireBuffer
  ) throws(WireError) {
    if entry.kind.isPackable, field.wireType == .lengthDelimited {
      var packed = try PackedReader(input, field.payloadStart, field.payloadEnd, entry.kind)
      while let number = try packed.next() {
        separate(&isEmpty, into: &out)
        out.append(jsonNumber: number, entry.kind)
      }
    } else {
      separate(&isEmpty, into: &out)
      try value(entry, field, depth: depth, into: &out)
    }
  }

  @inline(__always)
  private func separate(_ isEmpty: inout Bool, into out: inout WireBuffer) {
    if !isEmpty { out.append(UInt8(ascii: ",")) }
    isEmpty = false
  }

  /// Writes the value of the field that `field` stands on.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func value(
    _ entry: FieldEntry, _ field: borrowing FieldReader, depth: Int, into out: inout WireBuffer
  ) throws(WireError) {
    try value(
      entry, field.value, field.payloadStart..<field.payloadEnd, depth: depth, into: &out)
  }

  @_lifetime(self: copy self)
  mutating func value(
    _ entry: FieldEntry, _ number: UInt64, _ payload: Range<Int>, depth: Int,
    into out: inout WireBuffer
  ) throws(WireError) {
    switch entry.kind {
    case .string: try out.append(jsonString: input, payload.lowerBound, payload.upperBound)
    case .hexID: out.append(jsonHex: input, payload.lowerBound, payload.upperBound)
    case .bytes: out.append(jsonBase64: input, payload.lowerBound, payload.upperBound)
    case .message:
      guard let type = entry.message else { return }
      try message(type, payload.lowerBound, payload.upperBound, depth: depth + 1, into: &out)
    default: out.append(jsonNumber: number, entry.kind)
    }
  }
}
