/// Values by texts of the settings, looked up by received bytes without making a text of them.
///
/// It never grows, so that a stranger's texts cost a lookup and no memory.
struct ByteTable<Value> {
  private var entries: [(key: [UInt8], value: Value)]
  /// Indices of entries by hash, -1 where there is none; at most half of them are taken.
  private var slots: [Int32]

  var isEmpty: Bool { entries.isEmpty }

  init(_ values: [String: Value]) {
    entries = values.map { (Array($0.key.utf8), $0.value) }
    var size = 2
    while size < 2 * entries.count { size *= 2 }
    slots = Array(repeating: -1, count: size)
    for (index, entry) in entries.enumerated() {
      let key = entry.key
      var slot = unsafe key.span.bytes.hash(0, key.count) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(truncatingIfNeeded: index)
    }
  }

  /// The value of the text `bytes[range]`.
  func value(_ bytes: RawSpan, _ range: Range<Int>) -> Value? {
    if entries.isEmpty { return nil }
    var slot = bytes.hash(range.lowerBound, range.upperBound) & (slots.count - 1)
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if bytes.holds(entries[index].key, range) { return entries[index].value }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }
}

extension RawSpan {
  /// A hash of `self[start..<end]` for tables that a stranger cannot fill.
  func hash(_ start: Int, _ end: Int) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var offset = start
    while offset < end {
      let count = min(7, end - offset)
      hash = (hash ^ littleEndian(at: offset, count: count)) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
      offset += count
    }
    return Int(truncatingIfNeeded: hash >> 8)
  }

  func holds(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    unsafe text.count == range.count && equals(range.lowerBound, range.upperBound, text.span.bytes)
  }
}
