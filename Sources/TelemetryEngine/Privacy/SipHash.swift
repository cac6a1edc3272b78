/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein): a keyed function whose output says
/// nothing about its input without the key, at a tenth of the cost of HMAC-SHA-256 on short values.
package struct SipHash {
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

  /// The hash of `bytes[start..<end]`, its first eight bytes and its last eight, lowest byte first.
  package static func hash(_ bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey) -> (UInt64, UInt64)
  {
    var state = SipHash(key)
    var offset = start
    while offset + 8 <= end {
      state.absorb(bytes.littleEndian64(at: offset))
      offset += 8
    }
    state.absorb(
      bytes.littleEndian(at: offset, count: end - offset) | UInt64(truncatingIfNeeded: end - start) &<< 56)
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
