/// Remembers short texts that needed no change: names of spans, events, metrics and scopes, which
/// come over and over.
///
/// Found by a hash of where the text stands, its length and its ends, and then compared byte for
/// byte. Owns `slots` entries of `stride` bytes; a slot is always taken modulo `slots`, and offsets
/// are below `maximumLength`.
@safe struct TextMemory: ~Copyable {
  /// Longer texts are looked into each time.
  static let maximumLength = 64

  /// Where a text belongs.
  struct Place {
    fileprivate let slot: Int
    fileprivate let header: UInt64
  }

  private static let slots = 256
  /// Header and text, padded with zeros.
  private static let stride = 8 + maximumLength

  private let base: UnsafeMutableRawPointer

  init() {
    unsafe base = .allocate(byteCount: Self.slots * Self.stride, alignment: 8)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: Self.slots * Self.stride)
  }

  deinit { unsafe base.deallocate() }

  /// Where the text `bytes[start..<end]` belongs; nil when it is not remembered whatever happens.
  /// `context`, which is not 0, is what else decides whether a text changes.
  @inline(__always)
  func place(_ bytes: RawSpan, _ start: Int, _ end: Int, context: UInt32) -> Place? {
    let length = end - start
    guard length >= 8, length <= Self.maximumLength else { return nil }
    let header = UInt64(context) << 32 | UInt64(truncatingIfNeeded: length)
    let hash =
      (bytes.littleEndian64(at: start) &* 0x9e37_79b9_7f4a_7c15)
      ^ (bytes.littleEndian64(at: end - 8) &* 0x9fb2_1c65_1e98_df25) ^ (header &* 0xd6e8_feb8_6659_fd93)
    return Place(slot: Int(truncatingIfNeeded: hash &>> 40) & (Self.slots - 1), header: header)
  }

  /// Whether the text is the one that was remembered in its place.
  @inline(__always)
  func contains(_ bytes: RawSpan, _ start: Int, _ end: Int, at place: Place) -> Bool {
    precondition(
      start >= 0 && end - start >= 8 && end - start <= Self.maximumLength && end <= bytes.byteCount)
    let entry = unsafe base + place.slot * Self.stride
    guard unsafe entry.load(as: UInt64.self) == place.header else { return false }
    // Equal headers mean equal lengths, at least 8: the last word may overlap the one before it.
    var offset = 0
    let last = end - start - 8
    while true {
      let remembered = unsafe entry.loadUnaligned(fromByteOffset: 8 + offset, as: UInt64.self)
      // `offset <= last`, so the words end at or before `end` and within `maximumLength`.
      let given = unsafe bytes.uncheckedLittleEndian64(at: start + offset)
      if UInt64(littleEndian: remembered) != given { return false }
      if offset == last { return true }
      offset = min(offset + 8, last)
    }
  }

  func remember(_ bytes: RawSpan, _ start: Int, _ end: Int, at place: Place) {
    precondition(end - start >= 8 && end - start <= Self.maximumLength)
    let entry = unsafe base + place.slot * Self.stride
    unsafe entry.storeBytes(of: place.header, as: UInt64.self)
    var offset = 0
    let last = end - start - 8
    while true {
      let word = bytes.littleEndian64(at: start + offset)
      unsafe entry.storeBytes(of: word.littleEndian, toByteOffset: 8 + offset, as: UInt64.self)
      if offset == last { return }
      offset = min(offset + 8, last)
    }
  }
}
