import Crypto

/// A 128-bit key that turns a value into a stable pseudonym.
///
/// Two gateways with the same key give the same pseudonyms; without the key they cannot be linked
/// to the values.
package struct PseudonymKey: Sendable {
  let low: UInt64
  let high: UInt64

  /// Derives the key from a text of any length, by SHA-256.
  package init(derivingFrom text: String) {
    let digest = Array(SHA256.hash(data: Array("hephaestus-gw pseudonym\0".utf8) + Array(text.utf8)))
    var words: [UInt64] = [0, 0]
    for (index, byte) in digest.prefix(16).enumerated() {
      words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
    }
    low = words[0]
    high = words[1]
  }
}

/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein): a keyed function whose output says
/// nothing about its input without the key, at a tenth of the cost of HMAC-SHA-256 on short values.
struct SipHash {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  private init(_ key: PseudonymKey) {
    v0 = key.low ^ 0x736f_6d65_7073_6575
    v1 = key.high ^ 0x646f_7261_6e64_6f6d ^ 0xee
    v2 = key.low ^ 0x6c79_6765_6e65_7261
    v3 = key.high ^ 0x7465_6462_7974_6573
  }

  static func hash(_ bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey) -> (UInt64, UInt64) {
    var state = SipHash(key)
    var offset = start
    while offset + 8 <= end {
      state.absorb(bytes.word(offset))
      offset += 8
    }
    state.absorb(
      bytes.shortWord(offset, end - offset) | UInt64(truncatingIfNeeded: end - start) &<< 56)
    state.v2 ^= 0xee
    for _ in 0..<4 { state.round() }
    let first = state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    state.v1 ^= 0xdd
    for _ in 0..<4 { state.round() }
    return (first, state.v0 ^ state.v1 ^ state.v2 ^ state.v3)
  }

  private mutating func absorb(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  private mutating func round() {
    v0 &+= v1
    v2 &+= v3
    v1 = Self.rotate(v1, 13) ^ v0
    v3 = Self.rotate(v3, 16) ^ v2
    v0 = Self.rotate(v0, 32)
    v2 &+= v1
    v0 &+= v3
    v1 = Self.rotate(v1, 17) ^ v2
    v3 = Self.rotate(v3, 21) ^ v0
    v2 = Self.rotate(v2, 32)
  }

  private static func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
    word &<< bits | word &>> (64 - bits)
  }
}

/// The text that stands for a value: `anon-` and 96 bits in hexadecimal.
enum Pseudonym {
  static let prefix: StaticString = "anon-"
  static let digits = 24
  static let length = 5 + digits

  /// Whether `bytes[start..<end]` is a pseudonym already, which is left as it is: a second gateway
  /// changes nothing further.
  static func isOne(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard end - start == length, bytes.matches(prefix, at: start, before: end) else { return false }
    return (start + 5..<end).allSatisfy { ASCII.isLowerHex(bytes.byte($0)) }
  }

  /// Appends the pseudonym of `bytes[start..<end]`.
  static func append(
    of bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey, to output: inout [UInt8]
  ) {
    let (first, second) = SipHash.hash(bytes, start, end, key: key)
    for index in 0..<5 { output.append(prefix.byte(index)) }
    for half in [first &>> 32, first & 0xffff_ffff, second &>> 32] {
      var digits = hexDigits(half)
      for _ in 0..<8 {
        output.append(UInt8(truncatingIfNeeded: digits))
        digits &>>= 8
      }
    }
  }

  /// The eight hexadecimal digits of a 32-bit value, the first one lowest.
  private static func hexDigits(_ value: UInt64) -> UInt64 {
    // One nibble a byte, then `0` or `a` less ten is added to each.
    var nibbles = (value & 0xffff_0000) &>> 16 | (value & 0x0000_ffff) &<< 32
    nibbles = (nibbles & 0x0000_ff00_0000_ff00) &>> 8 | (nibbles & 0x0000_00ff_0000_00ff) &<< 16
    nibbles = (nibbles & 0x00f0_00f0_00f0_00f0) &>> 4 | (nibbles & 0x000f_000f_000f_000f) &<< 8
    let letters = (nibbles &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
  }
}
