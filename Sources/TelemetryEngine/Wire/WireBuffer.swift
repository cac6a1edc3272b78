#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A growing run of bytes that protobuf is written into: append, rewind, patch a length, seal.
///
/// Every write checks the capacity first and grows, so that the raw stores below stay inside
/// `capacity`; `count <= capacity` always holds.
@safe package struct WireBuffer: ~Copyable {
  private var base: UnsafeMutableRawPointer
  package private(set) var count = 0
  package private(set) var capacity: Int

  package init(minimumCapacity: Int) {
    capacity = max(minimumCapacity, 64)
    unsafe base = Self.allocate(capacity)
  }

  deinit { unsafe free(base) }

  /// Makes room for `extra` more bytes.
  @inline(__always)
  package mutating func reserve(_ extra: Int) {
    // `count <= capacity`, so this cannot wrap.
    if capacity &- count < extra { grow(extra) }
  }

  @inline(never)
  private mutating func grow(_ extra: Int) {
    let wanted = max(capacity * 2, count + extra)
    guard let moved = unsafe realloc(base, wanted) else { Self.outOfMemory() }
    unsafe base = moved
    capacity = wanted
  }

  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  package mutating func append(_ bytes: [UInt8]) {
    unsafe append(bytes.span.bytes, 0, bytes.count)
  }

  /// Appends `source[start..<end]`.
  @inline(__always)
  package mutating func append(_ source: RawSpan, _ start: Int, _ end: Int) {
    precondition(start >= 0 && start <= end && end <= source.byteCount)
    let length = end &- start
    guard length <= Self.shortRun, source.byteCount &- start >= Self.shortRun else {
      return appendLong(source, start, length)
    }
    // Most runs are short: copies a fixed number of bytes, for which there is room on both sides, and
    // keeps the first of them.
    reserve(Self.shortRun)
    var offset = 0
    while offset < Self.shortRun {
      unsafe base.storeBytes(
        of: source.uncheckedLittleEndian64(at: start &+ offset).littleEndian, toByteOffset: count &+ offset,
        as: UInt64.self)
      offset &+= 8
    }
    count &+= length
  }

  private static let shortRun = 32

  /// The caller has checked that `start..<start + length` lies within `source`.
  @inline(never)
  private mutating func appendLong(_ source: RawSpan, _ start: Int, _ length: Int) {
    guard length > 0 else { return }
    reserve(length)
    let target = unsafe base + count
    unsafe source.withUnsafeBytes { from in
      if let start = unsafe from.baseAddress.map({ unsafe $0 + start }) {
        unsafe target.copyMemory(from: start, byteCount: length)
      }
    }
    count += length
  }

  /// Appends the bytes of a literal.
  mutating func append(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    reserve(length)
    unsafe (base + count).copyMemory(from: text.utf8Start, byteCount: length)
    count += length
  }

  /// Appends a base-128 varint.
  @inline(__always)
  package mutating func append(varint value: UInt64) {
    if value < 0x80 { append(UInt8(truncatingIfNeeded: value)) } else { append(longVarint: value) }
  }

  @inline(never)
  private mutating func append(longVarint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// Appends the `byteCount` lowest bytes of `word`, the lowest first.
  @inline(__always)
  mutating func append(low byteCount: Int, of word: UInt64) {
    precondition(byteCount >= 0 && byteCount <= 8)
    // Stores eight bytes, which the reserved room has, and keeps the first of them.
    reserve(8)
    unsafe base.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
    count &+= byteCount
  }

  /// Forgets everything from `position` on.
  @inline(__always)
  package mutating func truncate(to position: Int) {
    precondition(position >= 0 && position <= count)
    count = position
  }

  /// Bytes of a length slot, see `openLength`.
  static let lengthSlot = 4

  /// Leaves room for a length that is not known yet. Returns where the payload starts.
  @inline(__always)
  mutating func openLength() -> Int {
    reserve(Self.lengthSlot)
    count += Self.lengthSlot
    return count
  }

  /// Writes the length of what was appended since `openLength` returned `start` into its slot: a
  /// varint padded to four bytes, which protobuf allows.
  @inline(__always)
  mutating func closeLength(_ start: Int) {
    precondition(start >= Self.lengthSlot && start <= count)
    let length = count - start
    guard length < 1 << 28 else { return closeLongLength(start) }
    let padded =
      (UInt32(truncatingIfNeeded: length) & 0x7f) | 0x80
      | (UInt32(truncatingIfNeeded: length >> 7 & 0x7f) | 0x80) << 8
      | (UInt32(truncatingIfNeeded: length >> 14 & 0x7f) | 0x80) << 16
      | UInt32(truncatingIfNeeded: length >> 21 & 0x7f) << 24
    unsafe base.storeBytes(
      of: padded.littleEndian, toByteOffset: start - Self.lengthSlot, as: UInt32.self)
  }

  /// Writes the length as `closeLength` does, in as few bytes as it needs if the payload is short enough to
  /// be moved at no cost that matters: below 16 KiB.
  mutating func closeShortLength(_ start: Int) {
    precondition(start >= Self.lengthSlot && start <= count)
    let length = count - start
    guard length < 1 << 14 else { return closeLength(start) }
    let width = length < 0x80 ? 1 : 2
    let slot = start - Self.lengthSlot
    // `slot + width < start` and `start + length == count`.
    unsafe (base + slot + width).copyMemory(from: base + start, byteCount: length)
    count = slot
    append(varint: UInt64(length))
    count += length
  }

  /// The same for a payload of 256 MiB and more, which moves to make room for a fifth byte.
  @inline(never)
  private mutating func closeLongLength(_ start: Int) {
    let length = count - start
    reserve(1)
    // `start + 1 + length == count + 1 <= capacity`, by the line before.
    unsafe (base + start + 1).copyMemory(from: base + start, byteCount: length)
    count += 1
    for index in 0..<5 {
      let bits = UInt8(truncatingIfNeeded: length >> (7 * index) & 0x7f)
      unsafe base.storeBytes(
        of: index < 4 ? bits | 0x80 : bits, toByteOffset: start - Self.lengthSlot + index,
        as: UInt8.self)
    }
  }

  /// Whether the buffer holds just the bytes `other[start..<end]`.
  func holds(_ other: RawSpan, _ start: Int, _ end: Int) -> Bool {
    count == end - start && withSpan { other.equals(start, end, $0) }
  }

  func holds(_ other: borrowing WireBuffer) -> Bool {
    other.withSpan { holds($0, 0, $0.byteCount) }
  }

  func copied() -> [UInt8] { withSpan { $0.copied(0, $0.byteCount) } }

  /// Lends the bytes from `start` on for the duration of `body`.
  package borrowing func withSpan<Result, Failure: Error>(
    from start: Int = 0, _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(start >= 0 && start <= count)
    // `start...count` lies inside the allocation, which self owns for the duration of the call.
    let span = unsafe RawSpan(
      _unsafeStart: UnsafeRawPointer(base) + start, byteCount: count - start)
    return try body(span)
  }

  /// Ends writing: the bytes as an immutable, shareable value, without a copy.
  package consuming func sealed() -> SealedBytes {
    let result = unsafe SealedBytes(adopting: base, count: count)
    discard self
    return result
  }

  private static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
    guard let base = unsafe malloc(size) else { outOfMemory() }
    return unsafe base
  }

  /// Out of memory cannot be answered: the budgets keep the process far from it, and what is left
  /// is the kernel's decision.
  private static func outOfMemory() -> Never {
    preconditionFailure("out of memory")
  }
}
