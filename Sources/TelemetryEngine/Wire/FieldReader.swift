/// Goes over the fields of one protobuf message (or of a part of one) in received bytes, in the order
/// they came, as strictly as the strictest of the common decoders.
///
/// Nothing outside the given range is read, groups are stepped over whole, and every call either
/// moves forward or ends.
package struct FieldReader: ~Escapable {
  /// How many messages may enclose a message or group, as in the protobuf libraries' default.
  package static let maximumDepth = 100

  private let bytes: RawSpan
  private let end: Int
  private let depth: Int
  /// Where the next field starts.
  private var position: Int
  private var current: WireField

  /// Reads the fields in `bytes[start..<end]`, a message that `depth` others enclose, which counts for
  /// the groups in it.
  @_lifetime(copy bytes)
  @inline(__always)
  package init(_ bytes: RawSpan, _ start: Int, _ end: Int, depth: Int = 0) {
    // What every unchecked load below relies on, as `position` only grows, and never past `end`.
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    self.bytes = bytes
    self.end = end
    self.depth = depth
    position = start
    current = WireField(tag: 0, start: start, low: start, high: start, end: start)
  }

  /// The next field; nil at the end of the message.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func next() throws(WireError) -> WireField? {
    // `position` is kept in a local so that it can stay in a register.
    let start = position
    guard start < end else { return nil }
    // `0 <= start < end <= byteCount`.
    var tag = unsafe UInt32(bytes.uncheckedUInt8(at: start))
    var low = start &+ 1
    if tag >= 0x80 || tag < 8 {
      // Two bytes, as of a span's flags; the second one has no zero to begin with.
      let second = low < end ? unsafe UInt32(bytes.uncheckedUInt8(at: low)) : 0
      if tag >= 0x80, second &- 1 < 0x7f {
        tag = tag & 0x7f | second << 7
        low &+= 1
      } else {
        (tag, low) = try bytes.longTag(start, end)
      }
    }
    let type = tag & 7
    // Tests in the order of frequency: a jump table is mispredicted more often than it saves.
    let high: Int
    if type == 2 {
      (low, high) = try bytes.lengthDelimited(low, end)
    } else if type == 0 {
      high = try bytes.endOfVarint(low, end)
    } else if type == 1 || type == 5 {
      high = low &+ (type == 1 ? 8 : 4)
      guard high <= end else { throw WireError(.truncated, at: start) }
    } else {
      guard type == 3 else {
        throw WireError(type == 4 ? .unmatchedGroup : .invalidWireType, at: start)
      }
      let content = try bytes.endOfGroup(low, end, tag, depth: depth + 1)
      position = content.end
      return WireField(tag: tag, start: start, low: low, high: content.high, end: content.end)
    }
    position = high
    return WireField(tag: tag, start: start, low: low, high: high, end: high)
  }

  /// Goes past the known attributes, fields of `tag`, that come next and stay.
  @_lifetime(self: copy self)
  @inline(__always)
  mutating func skip(_ tag: UInt8, knownTo attributes: inout AttributeMemory, _ place: TextPlace) {
    position = attributes.skipKnown(bytes, position, end, tag: tag, place)
  }

  /// Moves to the next field, which the properties then describe; false at the end of the message.
  @_lifetime(self: copy self)
  @inline(__always)
  package mutating func advance() throws(WireError) -> Bool {
    guard let field = try next() else { return false }
    current = field
    return true
  }

  @inline(__always)
  package var number: UInt32 { current.number }

  @inline(__always)
  package var wireType: WireType { WireType(rawValue: UInt8(current.tag & 7)) ?? .varint }

  /// Where the payload begins: after the tag, and after the length of a length-delimited field.
  @inline(__always)
  package var payloadStart: Int { current.low }

  /// Where the payload ends; for a group, where its end tag begins.
  @inline(__always)
  package var payloadEnd: Int { current.high }

  /// The value of a varint or fixed field; without meaning for the other wire types.
  @inline(__always)
  package var value: UInt64 { bytes.value(current) }
}

extension RawSpan {
  /// The value of a varint or fixed field that a reader of these bytes found.
  @inline(__always)
  func value(_ field: WireField) -> UInt64 {
    switch field.tag & 7 {
    case 0: varint(field.low, field.high)
    case 1: littleEndian64(at: field.low)
    case 5: UInt64(littleEndian32(at: field.low))
    default: 0
    }
  }
}
