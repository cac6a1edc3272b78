/// Remembers short fields that came through unchanged: programs send the same attributes over and
/// over, and comparing bytes is several times cheaper than looking into them.
///
/// Direct-mapped and of fixed size. An entry is found by a hash and then compared byte for byte, so
/// a field is only ever taken for itself.
struct UnchangedFieldCache {
  /// Longer fields are looked into each time.
  static let maximumLength = 96
  /// A field of `maximumLength` can nest at most half as many messages, so that below this depth
  /// what was remembered at one depth holds at any other.
  static let maximumDepth = WireReader.depthLimit - maximumLength / 2 - 1

  /// Where a field belongs in the cache.
  struct Place {
    fileprivate let hash: UInt64
    fileprivate let length: Int

    fileprivate var slot: Int { Int(truncatingIfNeeded: hash &>> 44) & (UnchangedFieldCache.slots - 1) }
  }

  private static let slots = 1024
  private static let wordsPerSlot = maximumLength / 8
  /// Hash and length of each slot's field, then its bytes, padded with zeros.
  private static let stride = wordsPerSlot + 2
  private var words = [UInt64](repeating: 0, count: slots * stride)

  /// Where the field `bytes[start..<end]` belongs; nil when it is not remembered whatever happens.
  ///
  /// - Parameter context: what else decides whether a field changes.
  @inline(__always)
  func place(
    _ bytes: RawSpan, _ start: Int, _ end: Int, context: UInt64, depth: Int
  ) -> Place? {
    let length = end - start
    guard length <= Self.maximumLength, length > 0, depth <= Self.maximumDepth else { return nil }
    var hash = context &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: length)
    var offset = start
    while offset + 8 <= end {
      hash = (hash ^ bytes.word(offset)) &* 0x9fb2_1c65_1e98_df25
      hash ^= hash &>> 32
      offset += 8
    }
    hash = (hash ^ bytes.shortWord(offset, end - offset)) &* 0x9fb2_1c65_1e98_df25
    // Never the hash of an empty slot.
    return Place(hash: hash | 1, length: length)
  }

  @inline(__always)
  func contains(_ bytes: RawSpan, _ start: Int, _ end: Int, at place: Place) -> Bool {
    var word = place.slot * Self.stride
    guard words[word] == place.hash, words[word + 1] == UInt64(truncatingIfNeeded: place.length) else {
      return false
    }
    word += 2
    var offset = start
    while offset + 8 <= end {
      if words[word] != bytes.word(offset) { return false }
      word += 1
      offset += 8
    }
    return offset == end || words[word] == bytes.shortWord(offset, end - offset)
  }

  mutating func remember(_ bytes: RawSpan, _ start: Int, _ end: Int, at place: Place) {
    var word = place.slot * Self.stride
    words[word] = place.hash
    words[word + 1] = UInt64(truncatingIfNeeded: place.length)
    word += 2
    var offset = start
    while offset < end {
      let count = min(8, end - offset)
      words[word] = count == 8 ? bytes.word(offset) : bytes.shortWord(offset, count)
      word += 1
      offset += 8
    }
  }
}
