/// Remembers what was decided for attribute keys: programs send the same few keys over and over.
///
/// Direct-mapped and of fixed size, so that a stranger who sends endless new keys costs time, never
/// memory.
struct KeyCache {
  static let maximumKeyLength = 64

  private struct Entry {
    var hash: UInt64 = 0
    var length = 0
    var rule = KeyRule.scan
  }

  private static let size = 512
  private static let wordsPerKey = maximumKeyLength / 8
  private var entries = [Entry](repeating: Entry(), count: size)
  /// The keys themselves, padded with zeros.
  private var words = [UInt64](repeating: 0, count: size * wordsPerKey)

  /// The rule remembered for the key `bytes[start..<end]`; nil when there is none.
  @inline(__always)
  func find(_ bytes: RawSpan, _ start: Int, _ end: Int) -> KeyRule? {
    let length = end - start
    guard length > 0, length <= Self.maximumKeyLength else { return nil }
    let hash = Self.hash(bytes, start, end)
    let index = Self.index(hash)
    guard entries[index].hash == hash, entries[index].length == length else { return nil }
    var word = index * Self.wordsPerKey
    var offset = start
    while offset + 8 <= end {
      if words[word] != bytes.word(offset) { return nil }
      word += 1
      offset += 8
    }
    if offset < end, words[word] != bytes.shortWord(offset, end - offset) { return nil }
    return entries[index].rule
  }

  mutating func remember(_ rule: KeyRule, _ bytes: RawSpan, _ start: Int, _ end: Int) {
    let length = end - start
    guard length > 0, length <= Self.maximumKeyLength else { return }
    let hash = Self.hash(bytes, start, end)
    entries[Self.index(hash)] = Entry(hash: hash, length: length, rule: rule)
    var word = Self.index(hash) * Self.wordsPerKey
    var offset = start
    while offset < end {
      let count = min(8, end - offset)
      words[word] = count == 8 ? bytes.word(offset) : bytes.shortWord(offset, count)
      word += 1
      offset += 8
    }
  }

  @inline(__always)
  private static func index(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> 40) & (size - 1) }

  @inline(__always)
  private static func hash(_ bytes: RawSpan, _ start: Int, _ end: Int) -> UInt64 {
    var hash = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: end - start)
    var offset = start
    while offset + 8 <= end {
      hash = (hash ^ bytes.word(offset)) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash &>> 29
      offset += 8
    }
    hash = (hash ^ bytes.shortWord(offset, end - offset)) &* 0x9e37_79b9_7f4a_7c15
    return hash ^ hash &>> 32
  }
}
