import Crypto

/// A 128-bit key that turns a value into a stable pseudonym.
///
/// Two gateways with the same key give the same pseudonyms; without the key they cannot be linked
/// to the values.
package struct PseudonymKey: Sendable {
  let low: UInt64
  let high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

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
