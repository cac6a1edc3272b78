internal import PrivacyCatalogue

/// Remembers attributes: programs send the same keys over and over, many with the same values, and in
/// the same order, and comparing bytes is several times cheaper than looking into them.
///
/// An entry holds a key with what was decided for it, and the last value that needed no change. It
/// is found by guessing that what followed the attribute before follows it again, or by a hash of
/// the key; either way it is compared byte for byte. Of fixed size, so that a stranger who sends
/// endless new keys costs time, never memory.
///
/// Owns `slots` entries of `capacity` bytes, which it alone reads and writes: slots are always taken
/// from a hash modulo `slots`, and offsets are checked against `capacity` at the loads and stores.
@safe struct AttributeMemory: ~Copyable {
  /// What is known of an attribute.
  enum Answer {
    /// It is the same as one before in every byte, and so is what becomes of it: it stays as it is,
    /// or its key is not allowed and it goes.
    case same(KeyRule)
    /// The key is known, and ends at `keyEnd`.
    case key(KeyRule, keyEnd: Int)
    /// The key is new, and ends at `keyEnd`; `learn` remembers it.
    case newKey(keyEnd: Int)
    /// Too long a key, or not at the attribute's start.
    case unfit
  }

  private struct Entry {
    /// Bytes of the attribute's beginning up to the key's end; 0 when the entry is free.
    var keyEnd: UInt16 = 0
    /// Bytes of the whole attribute; 0 when only the key is remembered.
    var length: UInt16 = 0
    /// Bytes there are to compare.
    var stored: UInt16 = 0
    /// The slot of the attribute that came next.
    var next: UInt16 = 0
    var place: TextPlace = .item
    var rule: KeyRule = .scan
    /// How often in a row the value was another one.
    var misses: UInt8 = 0
    /// Its length and place in one, if the whole attribute is remembered and stays.
    private(set) var header: UInt16 = 0
    /// Entries of sixteen bytes are found by a shift.
    private let padding: UInt16 = 0

    @inline(__always)
    static func header(_ length: Int, _ place: TextPlace) -> UInt16 {
      UInt16(truncatingIfNeeded: length) &<< 2 | UInt16(place.rawValue) &<< 1 | 1
    }

    mutating func remember(length: Int) {
      self.length = UInt16(truncatingIfNeeded: length)
      stored = self.length
      header = rule.leavesOut(of: place) ? 0 : Self.header(length, place)
    }
  }

  static let capacity = 128
  /// A key of this length leaves room for a value.
  static let maximumKeyLength = 96
  private static let slots = 512
  /// Eight bytes more, so that a whole word can be read wherever a byte can.
  private static let stride = capacity + 8

  private let entries: UnsafeMutablePointer<Entry>
  private let contents: UnsafeMutableRawPointer
  private var current = 0

  init() {
    unsafe entries = .allocate(capacity: Self.slots)
    unsafe entries.initialize(repeating: Entry(), count: Self.slots)
    unsafe contents = .allocate(byteCount: Self.slots * Self.stride, alignment: 8)
    unsafe contents.initializeMemory(as: UInt8.self, repeating: 0, count: Self.slots * Self.stride)
  }

  deinit {
    unsafe entries.deallocate()
    unsafe contents.deallocate()
  }

  /// Goes past the attributes, fields of this one-byte `tag`, that follow one another from `position` on,
  /// are each the one that followed before in every byte, and stay. Returns where others begin.
  @inline(__always)
  mutating func skipKnown(
    _ bytes: RawSpan, _ position: Int, _ end: Int, tag: UInt8, _ place: TextPlace
  ) -> Int {
    precondition(position >= 0 && end <= bytes.byteCount)
    var position = position
    // Up to `capacity` bytes behind a tag and a length can be read without another look.
    let last = min(end, bytes.byteCount &- Self.capacity) &- 2
    while position <= last {
      // `0 <= position`, `position + 2 + capacity <= byteCount`.
      guard unsafe bytes.uncheckedUInt8(at: position) == tag else { return position }
      let length = unsafe Int(bytes.uncheckedUInt8(at: position &+ 1))
      // `current` and `next` are slots.
      let guess = unsafe Int(entries[current].next)
      let header = unsafe entries[guess].header
      guard header == Entry.header(length, place), position &+ 2 &+ length <= end,
        isSame(guess, bytes, position &+ 2, length)
      else { return position }
      current = guess
      position = position &+ 2 &+ length
    }
    return position
  }

  /// Whether the entry's first `length` bytes, at most `capacity`, are those from `start` on, where
  /// `capacity` bytes can be read.
  @inline(__always)
  private func isSame(_ slot: Int, _ bytes: RawSpan, _ start: Int, _ length: Int) -> Bool {
    let content = unsafe contents + slot &* Self.stride
    // Everything is compared before anything is decided: a branch less for each word.
    var difference: UInt64 = 0
    var offset = 0
    while offset &+ 16 <= length {
      // `offset + 16 <= length <= capacity`.
      let first = unsafe content.load(fromByteOffset: offset, as: UInt64.self)
      let second = unsafe content.load(fromByteOffset: offset &+ 8, as: UInt64.self)
      let firstGiven = unsafe bytes.uncheckedLittleEndian64(at: start &+ offset)
      let secondGiven = unsafe bytes.uncheckedLittleEndian64(at: start &+ offset &+ 8)
      difference |= (UInt64(littleEndian: first) ^ firstGiven) | (UInt64(littleEndian: second) ^ secondGiven)
      offset &+= 16
    }
    if offset &+ 8 <= length {
      // `offset + 8 <= length <= capacity`.
      let remembered = unsafe content.load(fromByteOffset: offset, as: UInt64.self)
      difference |=
        unsafe UInt64(littleEndian: remembered) ^ bytes.uncheckedLittleEndian64(at: start &+ offset)
      offset &+= 8
    }
    // `offset <= capacity - 8`, or nothing is left: capacity is a multiple of eight.
    guard offset < length else { return difference == 0 }
    let remembered = unsafe content.load(fromByteOffset: offset, as: UInt64.self)
    let given = unsafe bytes.uncheckedLittleEndian64(at: start &+ offset)
    let unused = UInt64(truncatingIfNeeded: 64 &- (length &- offset) &* 8)
    return difference | (UInt64(littleEndian: remembered) ^ given) &<< unused == 0
  }

  /// Looks up the attribute whose content is `bytes[start..<end]`.
  @inline(__always)
  mutating func recall(_ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Answer {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    // `current` and `next` are slots.
    let guess = unsafe Int(entries[current].next)
    let entry = unsafe entries[guess]
    let common = commonLength(guess, Int(entry.stored), bytes, start, end)
    guard common >= Int(entry.keyEnd), entry.keyEnd > 0, entry.place == place else {
      return search(bytes, start, end, place)
    }
    current = guess
    return answer(entry, common, start, end)
  }

  @inline(__always)
  private func answer(_ entry: Entry, _ common: Int, _ start: Int, _ end: Int) -> Answer {
    common == end - start && common == Int(entry.length)
      ? .same(entry.rule) : .key(entry.rule, keyEnd: start + Int(entry.keyEnd))
  }

  @inline(never)
  private mutating func search(_ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Answer {
    guard end - start >= 2, bytes.uint8(at: start) == 0x0a else { return .unfit }
    let keyLength = Int(bytes.uint8(at: start + 1))
    guard keyLength <= Self.maximumKeyLength, keyLength <= end - start - 2 else { return .unfit }
    let slot = Self.slot(bytes, start, start + 2 + keyLength, place)
    unsafe entries[current].next = UInt16(truncatingIfNeeded: slot)
    current = slot
    let entry = unsafe entries[slot]
    guard Int(entry.keyEnd) == 2 + keyLength, entry.place == place else {
      return .newKey(keyEnd: start + 2 + keyLength)
    }
    let common = commonLength(slot, Int(entry.stored), bytes, start, end)
    return common >= Int(entry.keyEnd)
      ? answer(entry, common, start, end) : .newKey(keyEnd: start + 2 + keyLength)
  }

  /// How many bytes the entry's first `stored` and `bytes[start..<end]`, which the caller has checked,
  /// have in common.
  @inline(__always)
  private func commonLength(
    _ slot: Int, _ stored: Int, _ bytes: RawSpan, _ start: Int, _ end: Int
  ) -> Int {
    let limit = min(stored, end &- start)
    // A last word may reach past the end.
    guard start &+ limit &+ 7 <= bytes.byteCount else {
      return commonLengthAtEnd(slot, limit, bytes, start)
    }
    // `stored <= capacity`, so every word read of the entry ends within `stride` bytes.
    let content = unsafe contents + slot &* Self.stride
    var offset = 0
    while offset < limit {
      let remembered = unsafe content.load(fromByteOffset: offset, as: UInt64.self)
      // `offset < limit`, so that `start + offset + 8 <= start + limit + 7 <= byteCount`.
      let given = unsafe bytes.uncheckedLittleEndian64(at: start &+ offset)
      let difference = UInt64(littleEndian: remembered) ^ given
      if difference != 0 { return min(limit, offset &+ difference.trailingZeroBitCount &>> 3) }
      offset &+= 8
    }
    return limit
  }

  @inline(never)
  private func commonLengthAtEnd(_ slot: Int, _ limit: Int, _ bytes: RawSpan, _ start: Int) -> Int {
    // `limit <= stored <= capacity`.
    let content = unsafe contents + slot * Self.stride
    for offset in 0..<limit {
      let remembered = unsafe content.load(fromByteOffset: offset, as: UInt8.self)
      if remembered != bytes.uint8(at: start + offset) { return offset }
    }
    return limit
  }

  /// Remembers the rule for the key of the attribute looked up last, which was new.
  mutating func learn(
    _ rule: KeyRule, _ bytes: RawSpan, _ start: Int, keyEnd: Int, _ place: TextPlace
  ) {
    let length = keyEnd - start
    precondition(length <= Self.capacity)
    store(bytes, start, length)
    let next = unsafe entries[current].next
    unsafe entries[current] = Entry(
      keyEnd: UInt16(length), stored: UInt16(length), next: next, place: place, rule: rule)
  }

  /// Remembers that the attribute looked up last, whose key is known, stays as it is or goes, whatever
  /// its rule says.
  @inline(__always)
  mutating func remember(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    let length = end - start
    guard length <= Self.capacity else { return }
    let misses = unsafe entries[current].misses
    unsafe entries[current].misses = misses &+ 1
    // A value that is a new one each time is not worth the stores.
    guard misses < 4 || misses & 0xf == 0 else { return }
    store(bytes, start, length)
    unsafe entries[current].remember(length: length)
  }

  private func store(_ bytes: RawSpan, _ start: Int, _ length: Int) {
    precondition(length >= 0 && length <= Self.capacity)
    let content = unsafe contents + current * Self.stride
    var offset = 0
    while offset < length {
      let count = min(8, length - offset)
      let word =
        count == 8
        ? bytes.littleEndian64(at: start + offset) : bytes.littleEndian(at: start + offset, count: count)
      unsafe content.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
      offset += 8
    }
  }

  private static func slot(_ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Int {
    var hash = UInt64(place.rawValue) ^ 0xcbf2_9ce4_8422_2325
    var offset = start
    while offset + 8 <= end {
      hash = (hash ^ bytes.littleEndian64(at: offset)) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash &>> 29
      offset += 8
    }
    hash = (hash ^ bytes.littleEndian(at: offset, count: end - offset)) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: hash &>> 44) & (slots - 1)
  }
}
