/// Why bytes are no OTLP request.
package enum WireError: Error, Equatable, Sendable {
  /// A field, length or varint goes past the end of the message it is in.
  case truncated
  /// A varint of more than ten bytes, or one that does not fit its type.
  case varintTooLong
  /// Field number 0, or one past 2^29 - 1.
  case invalidFieldNumber
  /// Wire type 6 or 7.
  case invalidWireType
  /// An end-group tag without its start, or the other way round.
  case unmatchedGroup
  /// Messages nested more than 100 deep, where standard decoders stop.
  case nestedTooDeeply
  /// A packed list of fixed-width numbers whose length is no multiple of the width.
  case invalidPackedLength

  /// For the sender, in English.
  package var message: String {
    switch self {
    case .truncated: "a field goes past the end of its message"
    case .varintTooLong: "a varint is too long"
    case .invalidFieldNumber: "a field number is out of range"
    case .invalidWireType: "a wire type is unknown"
    case .unmatchedGroup: "a group has no matching start or end"
    case .nestedTooDeeply: "messages are nested more than \(WireReader.depthLimit) deep"
    case .invalidPackedLength: "a packed list has a broken length"
    }
  }
}

/// One field as it stands on the wire.
struct WireField {
  let number: UInt32
  let wireType: WireType
  /// Where the tag starts.
  let start: Int
  /// The payload: a varint's or fixed number's bytes, a length-delimited field's content, or what
  /// lies between a group's tags.
  let low: Int
  let high: Int
  /// Where the next field starts.
  let end: Int
}

/// Reads the fields of one protobuf message (or of a part of one) out of received bytes, in order,
/// as strictly as the strictest of the common decoders.
struct WireReader: ~Escapable {
  /// Messages below the outermost one, as in the protobuf libraries' default.
  static let depthLimit = 100

  private let bytes: RawSpan
  private var position: Int
  private let end: Int
  /// How many messages enclose this one; the outermost has 0.
  private let depth: Int

  /// Reads `bytes[start..<end]`.
  @_lifetime(copy bytes)
  @inline(__always)
  init(_ bytes: RawSpan, _ start: Int, _ end: Int, depth: Int) {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    self.bytes = bytes
    position = start
    self.end = end
    self.depth = depth
  }

  /// The next field; nil at the end of the message.
  @inline(__always)
  mutating func next() throws(WireError) -> WireField? {
    guard position < end else { return nil }
    let start = position
    let tag = try nextTag()
    // Tests in the order of frequency: a jump table is mispredicted more often than it saves.
    let type = tag & 7
    if type == 2 {
      let length = try nextLength()
      let low = position
      position &+= length
      return WireField(
        number: tag >> 3, wireType: .lengthDelimited, start: start, low: low, high: position,
        end: position)
    }
    let low = position
    if type == 0 {
      _ = try nextVarint()
      return WireField(
        number: tag >> 3, wireType: .varint, start: start, low: low, high: position, end: position)
    }
    if type == 1 {
      try skip(8)
      return WireField(
        number: tag >> 3, wireType: .fixed64, start: start, low: low, high: position, end: position)
    }
    if type == 5 {
      try skip(4)
      return WireField(
        number: tag >> 3, wireType: .fixed32, start: start, low: low, high: position, end: position)
    }
    guard type == 3 else { throw type == 4 ? .unmatchedGroup : .invalidWireType }
    let high = try skipGroup(tag >> 3, depth: depth + 1)
    return WireField(
      number: tag >> 3, wireType: .startGroup, start: start, low: low, high: high, end: position)
  }

  @inline(__always)
  private mutating func nextTag() throws(WireError) -> UInt32 {
    let first = bytes.byte(position)
    if first < 0x80 {
      guard first >= 8 else { throw .invalidFieldNumber }
      position += 1
      return UInt32(first)
    }
    return try longTag()
  }

  private mutating func longTag() throws(WireError) -> UInt32 {
    let start = position
    let value = try nextVarint()
    guard position - start <= 5, value <= UInt64(UInt32.max) else { throw .invalidFieldNumber }
    guard value >> 3 != 0 else { throw .invalidFieldNumber }
    return UInt32(value)
  }

  /// A length that fits into what is left.
  @inline(__always)
  private mutating func nextLength() throws(WireError) -> Int {
    if position < end {
      let first = Int(bytes.byte(position))
      if first < 0x80 {
        position += 1
        guard first <= end - position else { throw .truncated }
        return first
      }
    }
    return try longLength()
  }

  private mutating func longLength() throws(WireError) -> Int {
    let start = position
    let value = try nextVarint()
    guard position - start <= 5 else { throw .varintTooLong }
    guard value <= UInt64(end - position) else { throw .truncated }
    return Int(value)
  }

  /// Moves past one varint of a packed list; false at its end.
  mutating func nextPackedVarint() throws(WireError) -> Bool {
    guard position < end else { return false }
    _ = try nextVarint()
    return true
  }

  @inline(__always)
  private mutating func nextVarint() throws(WireError) -> UInt64 {
    if position < end {
      let first = bytes.byte(position)
      if first < 0x80 {
        position += 1
        return UInt64(first)
      }
    }
    return try longVarint()
  }

  private mutating func longVarint() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end {
      let byte = bytes.byte(position)
      position += 1
      // The tenth byte has room for one bit.
      if shift == 63, byte > 1 { throw .varintTooLong }
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .truncated
  }

  @inline(__always)
  private mutating func skip(_ count: Int) throws(WireError) {
    guard end - position >= count else { throw .truncated }
    position += count
  }

  /// Moves past the group's end tag. Returns where its content ends.
  private mutating func skipGroup(_ number: UInt32, depth: Int) throws(WireError) -> Int {
    guard depth <= Self.depthLimit else { throw .nestedTooDeeply }
    while position < end {
      let contentEnd = position
      let tag = try nextTag()
      switch tag & 7 {
      case 0: _ = try nextVarint()
      case 1: try skip(8)
      case 2: position += try nextLength()
      case 5: try skip(4)
      case 3: _ = try skipGroup(tag >> 3, depth: depth + 1)
      case 4:
        guard tag >> 3 == number else { throw .unmatchedGroup }
        return contentEnd
      default: throw .invalidWireType
      }
    }
    throw .unmatchedGroup
  }
}
