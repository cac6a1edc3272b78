/// Writes messages as JSON objects while reading them, with no tree in between.
///
/// A message whose fields come in a streamable order is written in that order. One whose repeated
/// fields are scattered, or whose singular fields recur, is written field by field (`scattered`).
/// Which it is, a look at its tags tells first: writing and starting over would cost twice the time
/// at every level of nesting.
struct MessageJSONWriter: ~Escapable {
  let input: RawSpan
  let schema = Schema.otlp

  @_lifetime(copy input)
  init(_ input: RawSpan) { self.input = input }

  /// Writes the message of the given type in `input[start..<end]`.
  func message(
    _ type: MessageType, _ start: Int, _ end: Int, depth: Int, into out: inout WireBuffer
  ) throws(MalformedProtobuf) {
    guard depth <= FieldReader.maximumDepth else { throw MalformedProtobuf(.tooDeep, at: start) }
    guard try isStreamable(type, start, end) else {
      return try scattered(type, [start..<end], depth: depth, into: &out)
    }
    out.append(UInt8(ascii: "{"))
    var reader = FieldReader(input, start, end)
    var list = OpenList()
    var isFirst = true
    while try reader.advance() {
      let entry = schema.entry(type, reader.number)
      guard entry.accepts(reader.wireType) else { continue }
      if list.number != reader.number {
        list.close(into: &out)
        key(entry, isFirst: isFirst, into: &out)
        isFirst = false
        if entry.isRepeated { list.open(reader.number, into: &out) }
      }
      if entry.isRepeated {
        try elements(entry, reader, depth: depth, &list.isEmpty, into: &out)
      } else {
        try value(entry, reader, depth: depth, into: &out)
      }
    }
    list.close(into: &out)
    out.append(UInt8(ascii: "}"))
  }

  /// Whether every repeated field is in one piece and every other field, and the oneof, occurs once.
  private func isStreamable(
    _ type: MessageType, _ start: Int, _ end: Int
  ) throws(MalformedProtobuf) -> Bool {
    var reader = FieldReader(input, start, end)
    var seen: UInt32 = 0
    var last: UInt32 = 0
    var hasChoice = false
    while try reader.advance() {
      let entry = schema.entry(type, reader.number)
      guard entry.accepts(reader.wireType) else { continue }
      if entry.isRepeated, reader.number == last { continue }
      let bit: UInt32 = 1 << reader.number
      if seen & bit != 0 || entry.isChoice && hasChoice { return false }
      seen |= bit
      last = reader.number
      if entry.isChoice { hasChoice = true }
    }
    return true
  }

  @inline(__always)
  func key(_ entry: FieldEntry, isFirst: Bool, into out: inout WireBuffer) {
    if !isFirst { out.append(UInt8(ascii: ",")) }
    out.append(schema.keys, Int(entry.keyStart), Int(entry.keyEnd))
  }
}

/// The JSON array that is being written, if any.
private struct OpenList {
  /// The field whose elements it holds; 0 when no array is open.
  private(set) var number: UInt32 = 0
  var isEmpty = true

  mutating func open(_ field: UInt32, into out: inout WireBuffer) {
    number = field
    isEmpty = true
    out.append(UInt8(ascii: "["))
  }

  mutating func close(into out: inout WireBuffer) {
    guard number != 0 else { return }
    number = 0
    out.append(UInt8(ascii: "]"))
  }
}
