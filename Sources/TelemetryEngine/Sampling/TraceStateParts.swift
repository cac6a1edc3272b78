/// Goes over the parts of a text that one byte separates, without the blanks around each.
struct TraceStateParts {
  private let separator: UInt8
  private let end: Int
  private var position: Int

  /// The members of a list (W3C Trace Context, "tracestate Header Field Values").
  static func members(_ start: Int, _ end: Int) -> TraceStateParts {
    TraceStateParts(separator: 0x2c, end: end, position: start)
  }

  /// The sub-keys of an `ot` entry's value, each with its own value.
  static func subKeys(_ start: Int, _ end: Int) -> TraceStateParts {
    TraceStateParts(separator: 0x3b, end: end, position: start)
  }

  private init(separator: UInt8, end: Int, position: Int) {
    self.separator = separator
    self.end = end
    self.position = position
  }

  /// The next part that is not empty; nil at the end.
  mutating func next(_ bytes: RawSpan) -> Range<Int>? {
    while position < end {
      let close = bytes.firstIndex(of: separator, position, end) ?? end
      let part = Self.trimmed(bytes, position, close)
      position = close + 1
      if !part.isEmpty { return part }
    }
    return nil
  }

  private static func trimmed(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Range<Int> {
    var (low, high) = (start, end)
    while low < high, isBlank(bytes.uint8(at: low)) { low += 1 }
    while high > low, isBlank(bytes.uint8(at: high - 1)) { high -= 1 }
    return low..<high
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// A sub-key of an `ot` entry with its value.
enum TraceStateSubKey: Equatable {
  /// Nil when it is malformed.
  case threshold(SamplingThreshold?)
  case randomness(UInt64?)
  case other

  init(_ bytes: RawSpan, _ part: Range<Int>) {
    let (start, end) = (part.lowerBound, part.upperBound)
    if bytes.matches("th:", at: start, before: end) {
      self = .threshold(Self.hex(bytes, start + 3, end, digits: 1...14).map(SamplingThreshold.init(value:)))
    } else if bytes.matches("rv:", at: start, before: end) {
      self = .randomness(Self.hex(bytes, start + 3, end, digits: 14...14))
    } else {
      self = .other
    }
  }

  /// The threshold of a trace state that says nothing else, as most do; nil for any other.
  @inline(__always)
  static func onlyThreshold(_ bytes: RawSpan, _ start: Int, _ end: Int) -> SamplingThreshold? {
    // `ot=th:`, the first letter lowest.
    guard end - start >= 7, end - start <= 20, bytes.littleEndian(at: start, count: 6) == 0x3a68_743d_746f
    else { return nil }
    return hex(bytes, start + 6, end, digits: 1...14).map(SamplingThreshold.init(value:))
  }

  /// Lower-case hexadecimal, padded with zeros on the right to 14 digits.
  private static func hex(_ bytes: RawSpan, _ start: Int, _ end: Int, digits: ClosedRange<Int>) -> UInt64? {
    guard digits.contains(end - start) else { return nil }
    var value: UInt64 = 0
    for offset in start..<end {
      let byte = bytes.uint8(at: offset)
      guard ASCII.isLowerHex(byte) else { return nil }
      value = value << 4 | UInt64(ASCII.isDigit(byte) ? byte - 0x30 : byte - 0x57)
    }
    return value << UInt64(4 * (14 - (end - start)))
  }
}

extension RawSpan {
  /// Where the value of an `ot` entry is, if `member` is one.
  func otValue(_ member: Range<Int>) -> Range<Int>? {
    matches("ot=", at: member.lowerBound, before: member.upperBound)
      ? member.lowerBound + 3..<member.upperBound : nil
  }

  /// Whether `member` is a key and a value as W3C Trace Context has them.
  func isTraceStateMember(_ member: Range<Int>) -> Bool {
    guard let equals = firstIndex(of: 0x3d, member.lowerBound, member.upperBound) else { return false }
    let (key, value) = (member.lowerBound..<equals, equals + 1..<member.upperBound)
    guard !key.isEmpty, key.count <= 256, !value.isEmpty, value.count <= 256 else { return false }
    let first = uint8(at: key.lowerBound)
    guard first &- 0x61 < 26 || ASCII.isDigit(first) else { return false }
    return key.allSatisfy { Self.isKeyByte(uint8(at: $0)) }
      && value.allSatisfy { (0x20...0x7e).contains(uint8(at: $0)) && uint8(at: $0) != 0x3d }
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7a, 0x30...0x39, 0x5f, 0x2d, 0x2a, 0x2f, 0x40: true
    default: false
    }
  }
}
