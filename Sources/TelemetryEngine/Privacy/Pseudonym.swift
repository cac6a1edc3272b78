/// The text that stands for a value: `anon-` and 96 bits in hexadecimal.
struct Pseudonym {
  static let length = 29
  private static let prefix: StaticString = "anon-"

  private let first: UInt64
  private let second: UInt64

  /// The pseudonym of the text `bytes[start..<end]`.
  init(ofText bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey) {
    (first, second) = SipHash.hash(bytes, start, end, key: key)
  }

  /// The pseudonym of a value that is no text, given its encoding. The key differs from that for texts,
  /// so that no text has the same one.
  init(ofEncoding bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey) {
    let other = PseudonymKey(low: ~key.low, high: key.high)
    (first, second) = SipHash.hash(bytes, start, end, key: other)
  }

  /// Whether `bytes[start..<end]` is a pseudonym already, which is left as it is: a second gateway
  /// changes nothing further.
  static func isOne(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard end - start == length, bytes.matches(prefix, at: start, before: end) else { return false }
    return (start + 5..<end).allSatisfy { ASCII.isLowerHex(bytes.uint8(at: $0)) }
  }

  var text: String {
    var buffer = WireBuffer(minimumCapacity: Self.length)
    append(to: &buffer)
    return buffer.withSpan { $0.string(0, $0.byteCount) }
  }

  func append(to output: inout WireBuffer) {
    output.reserve(Self.length + 8)
    // "anon-", the first letter lowest.
    output.append(low: 5, of: 0x2d_6e6f_6e61)
    output.append(low: 8, of: Self.hexDigits(UInt32(truncatingIfNeeded: first &>> 32)))
    output.append(low: 8, of: Self.hexDigits(UInt32(truncatingIfNeeded: first)))
    output.append(low: 8, of: Self.hexDigits(UInt32(truncatingIfNeeded: second &>> 32)))
  }

  /// The eight digits of a number, the first in the lowest byte: the nibbles are spread over eight
  /// bytes, and those from ten on moved to the letters, all at once.
  private static func hexDigits(_ value: UInt32) -> UInt64 {
    var spread = UInt64(value.byteSwapped)
    spread = (spread | spread &<< 16) & 0x0000_ffff_0000_ffff
    spread = (spread | spread &<< 8) & 0x00ff_00ff_00ff_00ff
    let nibbles = (spread &>> 4 & 0x000f_000f_000f_000f) | (spread & 0x000f_000f_000f_000f) &<< 8
    let letters = (nibbles &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }
}
