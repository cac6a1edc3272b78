/// Remembers short fields that came through unchanged: programs send the same attributes over and
/// over, and comparing bytes is several times cheaper than looking into them.
///
/// Direct-mapped and of fixed size. An entry is found by a hash and then compared byte for byte, so
/// a field is only ever taken for itself.
@safe final class UnchangedFieldCache {
  /// Longer fields are looked into each time.
  static let maximumLength = 96
  /// A field of `maximumLength` can nest at most half as many messages, so that below this depth
  /// what was remembered at one depth holds at any other.
  static let maximumDepth = WireReader.depthLimit - maximumLength / 2 - 1

  /// Where a field belongs in the cache.
  struct Place {
    fileprivate let hash: UInt64
    fileprivate let length: Int
  }

  private static let slots = 1024
  /// Hash and length of each slot's field, then its bytes, padded with zeros.
  private static let stride = maximumLength / 8 + 2
  private static let count = slots * stride
  private let words: UnsafeMutablePointer<UInt64>

  init() {
    unsafe words = .allocate(capacity: Self.count)
    unsafe words.initialize(repeating: 0, count: Self.count)
  }

  deinit { unsafe words.deallocate() }

  /// Where the field `bytes[start..<end]` belongs; nil when it is not remembered whatever happens.
  /// `context` is what else decides whether a field changes.
  @inline(__always)
  func place(
    _ bytes: RawSpan, _ start: Int, _ end: Int, context: UInt64, depth: Int
  ) -> Place? {
    // Proves every load below: each offset is at least `start` and each load ends by `end`.
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    let length = end &- start
    guard length <= Self.maximumLength, length >= 8, depth <= Self.maximumDepth else { return nil }
    var hash = context &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: length)
    var offset = start
    while offset &+ 8 <= end {
      hash = unsafe (hash ^ bytes.uncheckedWord(offset)) &* 0x9fb2_1c65_1e98_df25
      hash ^= hash &>> 32
      offset &+= 8
    }
    // The last eight bytes again, of which some were hashed before.
    hash = unsafe (hash ^ bytes.uncheckedWord(end &- 8)) &* 0x9fb2_1c65_1e98_df25
    // Never the hash of an empty slot.
    return Place(hash: hash | 1, length: length)
  }

  @inline(__always)
  func contains(_ bytes: RawSpan, _ start: Int, _ end: Int, at place: Place) -> Bool {
    precondition(
      start >= 0 && start <= end && end <= bytes.byteCount && end &- start == place.length
        && place.length >= 8 && place.length <= Self.maximumLength)
    let slot = unsafe slot(place)
    guard unsafe slot[0] == place.hash, unsafe slot[1] == UInt64(truncatingIfNeeded: place.length) else {
      return false
    }
    // At most `maximumLength / 8` whole words, which is what a slot has after the first two.
    var word = 2
    var offset = start
    while offset &+ 8 <= end {
      if unsafe slot[word] != bytes.uncheckedWord(offset) { return false }
      word &+= 1
      offset &+= 8
    }
    return unsafe offset == end || slot[word] == bytes.shortWord(offset, end &- offset)
  }

  func remember(_ bytes: RawSpan, _ start: Int, _ end: Int, at place: Place) {
    precondition(
      start >= 0 && start <= end && end <= bytes.byteCount && end - start == place.length
        && place.length <= Self.maximumLength)
    let slot = unsafe slot(place)
    unsafe slot[0] = place.hash
    unsafe slot[1] = UInt64(truncatingIfNeeded: place.length)
    var word = 2
    var offset = start
    while offset < end {
      let count = min(8, end - offset)
      unsafe slot[word] = count == 8 ? bytes.word(offset) : bytes.shortWord(offset, count)
      word += 1
      offset += 8
    }
  }

  /// The slot's `stride` words; the mask keeps its number below `slots`.
  @inline(__always)
  private func slot(_ place: Place) -> UnsafeMutablePointer<UInt64> {
    let number = Int(truncatingIfNeeded: place.hash &>> 44) & (Self.slots &- 1)
    return unsafe words + number &* Self.stride
  }
}
