/// Writes messages as JSON objects while reading them, with no tree in between.
///
/// Fields are written in the order they come. A message in which that makes no JSON, because a
/// repeated field is scattered or a singular one recurs, must be written field by field (`scattered`).
/// No usual encoder makes such messages, so that `optimistic` just notices them. `surveying` looks at
/// the tags of every message first and then writes it the way that fits. Writing optimistically and
/// starting over in the message itself would double the time with every level of nesting.
struct MessageJSONWriter: ~Escapable {
  enum Mode {
    case optimistic
    case surveying
  }

  let input: RawSpan
  let mode: Mode
  let schema = Schema.otlp
  /// Set when an optimistic writer met a scattered message: what it wrote is of no use.
  private(set) var metScattered = false

  @_lifetime(copy input)
  init(_ input: RawSpan, _ mode: Mode) {
    self.input = input
    self.mode = mode
  }

  /// Writes the message of the given type in `input[start..<end]`.
  @_lifetime(self: copy self)
  mutating func message(
    _ type: MessageType, _ start: Int, _ end: Int, depth: Int, into out: inout WireBuffer
  ) throws(WireError) {
    guard depth <= FieldReader.maximumDepth else { throw WireError(.nestedTooDeeply, at: start) }
    if mode == .surveying, try isScattered(type, start, end) {
      return try scattered(type, [start..<end], depth: depth, into: &out)
    }
    var reader = FieldReader(input, start, end)
    var order = FieldOrder()
    var lead = UInt8(ascii: "{")
    var listIsEmpty = true
    while try reader.advance() {
      let entry = schema.entry(type, reader.number)
      guard entry.accepts(reader.wireType) else { continue }
      switch order.next(reader.number, entry) {
      case .scattered:
        metScattered = true
        return
      case .newField(let endsList):
        if endsList { out.append(UInt8(ascii: "]")) }
        key(entry, lead: lead, into: &out)
        lead = UInt8(ascii: ",")
        if entry.isRepeated { out.append(UInt8(ascii: "[")) }
        listIsEmpty = true
      case .sameList: break
      }
      if entry.isRepeated {
        try elements(entry, reader, depth: depth, &listIsEmpty, into: &out)
      } else {
        try value(entry, reader, depth: depth, into: &out)
      }
    }
    if order.isInList { out.append(UInt8(ascii: "]")) }
    close(lead: lead, into: &out)
  }

  /// Whether the fields come in an order that cannot be written as it is.
  private func isScattered(
    _ type: MessageType, _ start: Int, _ end: Int
  ) throws(WireError) -> Bool {
    var reader = FieldReader(input, start, end)
    var order = FieldOrder()
    while try reader.advance() {
      let entry = schema.entry(type, reader.number)
      guard entry.accepts(reader.wireType) else { continue }
      if case .scattered = order.next(reader.number, entry) { return true }
    }
    return false
  }

  /// Writes a key behind `lead`: `{` for the first of an object, else `,`.
  @inline(__always)
  func key(_ entry: FieldEntry, lead: UInt8, into out: inout WireBuffer) {
    // The tables have the key behind a comma, in the lowest byte of its first word.
    var change = UInt64(lead ^ UInt8(ascii: ","))
    var word = Int(entry.keyStart)
    var rest = Int(entry.keyLength)
    while rest > 0 {
      out.append(low: min(rest, 8), of: schema.keyWords[word] ^ change)
      change = 0
      word += 1
      rest -= 8
    }
  }

  /// Ends the object whose next key would stand behind `lead`.
  func close(lead: UInt8, into out: inout WireBuffer) {
    if lead == UInt8(ascii: "{") { out.append(lead) }
    out.append(UInt8(ascii: "}"))
  }
}
