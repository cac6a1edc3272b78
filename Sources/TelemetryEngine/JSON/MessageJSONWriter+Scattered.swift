extension MessageJSONWriter {
  /// How many parts of one singular message field are merged. Encoders write one; the bound keeps
  /// the memory for the list of parts small.
  static let maximumFragments = 1024

  /// Writes a message that is given as one or more parts, as if they stood one after the other,
  /// which is how protobuf defines merging: repeated fields add up, of singular scalars and of the
  /// members of a oneof the last one counts, singular messages merge in turn.
  ///
  /// Reads the parts once for every field that is present, so that no list of values is kept.
  @_lifetime(self: copy self)
  mutating func scattered(
    _ type: MessageType, _ parts: [Range<Int>], depth: Int, into out: inout WireBuffer
  ) throws(WireError) {
    guard depth <= FieldReader.maximumDepth else {
      throw WireError(.nestedTooDeeply, at: parts.first?.lowerBound ?? 0)
    }
    let census = try FieldCensus(input, type, parts)
    var lead = UInt8(ascii: "{")
    for number in 1..<UInt32(Schema.numbersPerMessage) where census.contains(number) {
      let entry = schema.entry(type, number)
      key(entry, lead: lead, into: &out)
      lead = UInt8(ascii: ",")
      if entry.isRepeated {
        try list(entry, number, parts, depth: depth, into: &out)
      } else if let message = entry.message {
        let from = entry.isChoice ? census.choiceStart : 0
        let fragments = try fragments(entry, number, parts, from: from)
        try scattered(message, fragments, depth: depth + 1, into: &out)
      } else {
        try last(entry, number, parts, depth: depth, into: &out)
      }
    }
    close(lead: lead, into: &out)
  }

  @_lifetime(self: copy self)
  private mutating func list(
    _ entry: FieldEntry, _ number: UInt32, _ parts: [Range<Int>], depth: Int,
    into out: inout WireBuffer
  ) throws(WireError) {
    out.append(UInt8(ascii: "["))
    var isEmpty = true
    for part in parts {
      var reader = FieldReader(input, part.lowerBound, part.upperBound)
      while try reader.advance() {
        guard reader.number == number, entry.accepts(reader.wireType) else { continue }
        try elements(entry, reader, depth: depth, &isEmpty, into: &out)
      }
    }
    out.append(UInt8(ascii: "]"))
  }

  /// The payloads of a singular message field, without those that a later member of the same oneof
  /// has replaced: they are the ones before the `from`th field.
  private func fragments(
    _ entry: FieldEntry, _ number: UInt32, _ parts: [Range<Int>], from: Int
  ) throws(WireError) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var index = 0
    for part in parts {
      var reader = FieldReader(input, part.lowerBound, part.upperBound)
      while try reader.advance() {
        defer { index += 1 }
        guard index >= from, reader.number == number, entry.accepts(reader.wireType) else { continue }
        guard found.count < Self.maximumFragments else {
          throw WireError(.tooManyFragments, at: reader.payloadStart)
        }
        found.append(reader.payloadStart..<reader.payloadEnd)
      }
    }
    return found
  }

  @_lifetime(self: copy self)
  private mutating func last(
    _ entry: FieldEntry, _ number: UInt32, _ parts: [Range<Int>], depth: Int,
    into out: inout WireBuffer
  ) throws(WireError) {
    var latest: UInt64 = 0
    var payload = 0..<0
    for part in parts {
      var reader = FieldReader(input, part.lowerBound, part.upperBound)
      while try reader.advance() {
        guard reader.number == number, entry.accepts(reader.wireType) else { continue }
        latest = reader.value
        payload = reader.payloadStart..<reader.payloadEnd
      }
    }
    try value(entry, latest, payload, depth: depth, into: &out)
  }
}

/// Which fields a scattered message has, once the members of its oneof that lost are left out.
private struct FieldCensus {
  private var present: UInt32 = 0
  /// The position, counted in fields over all parts, from which on the member of the oneof that
  /// came last was the only one.
  private(set) var choiceStart = 0

  init(_ input: RawSpan, _ type: MessageType, _ parts: [Range<Int>]) throws(WireError) {
    let schema = Schema.otlp
    var choice: UInt32 = 0
    var index = 0
    for part in parts {
      var reader = FieldReader(input, part.lowerBound, part.upperBound)
      while try reader.advance() {
        defer { index += 1 }
        let entry = schema.entry(type, reader.number)
        guard entry.accepts(reader.wireType) else { continue }
        if entry.isChoice, choice != reader.number {
          if choice != 0 { present &= ~(1 << choice) }
          choice = reader.number
          choiceStart = index
        }
        present |= 1 << reader.number
      }
    }
  }

  func contains(_ number: UInt32) -> Bool { present & (1 << number) != 0 }
}
