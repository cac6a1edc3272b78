/// Stands for some received bytes, in 128 bits of a keyed hash: equal bytes have equal keys, and nobody who
/// does not know the hash's key can make different bytes have one.
package struct ContentKey: Hashable, Sendable {
  private var low: UInt64
  private var high: UInt64

  private init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The key of nothing.
  static let empty = ContentKey(low: 0, high: 0)

  /// The key of what this one stands for followed by `bytes[start..<end]`.
  func adding(_ bytes: RawSpan, _ start: Int, _ end: Int, _ secret: PseudonymKey) -> ContentKey {
    let (first, second) = SipHash.hash(bytes, start, end, key: secret)
    // What is mixed is already unpredictable; the factors only make the order count.
    return ContentKey(
      low: low &* 0x9e37_79b9_7f4a_7c15 &+ first, high: high &* 0xc2b2_ae3d_27d4_eb4f &+ second)
  }

  /// The key of what this one stands for followed by what the other does.
  func adding(_ other: ContentKey) -> ContentKey {
    ContentKey(
      low: low &* 0x9e37_79b9_7f4a_7c15 &+ other.low, high: high &* 0xc2b2_ae3d_27d4_eb4f &+ other.high)
  }

  /// The key of what this one stands for followed by a number.
  func adding(_ number: UInt64) -> ContentKey {
    adding(ContentKey(low: number, high: ~number))
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(low) }
}
