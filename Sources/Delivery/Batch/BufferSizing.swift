internal import TelemetryEngine

/// Decides how big the buffer of the next batch starts: as the last ones were, so that a busy loop
/// does not grow it again and again and an idle one stays small.
struct BufferSizing {
  private static let smallest = 64 << 10
  private let largest: Int
  private(set) var capacity = smallest

  init(maxBytes: Int) {
    largest = max(Self.smallest, maxBytes + maxBytes / 8)
  }

  /// Notes that a batch was sealed at `size` bytes. Goes up at once and down by halves.
  mutating func sealed(_ size: Int) {
    let wanted = min(max(size + size / 8, Self.smallest), largest)
    capacity = max(wanted, capacity / 2, Self.smallest)
  }

  func isWasteful(capacity actual: Int) -> Bool { actual > 2 * max(capacity, Self.smallest) }

  /// Seals a buffer. One that is not even half full is copied into a fitting one: queues count the
  /// bytes of a batch, so a batch must not hold much more memory than it has bytes.
  static func compact(_ buffer: consuming WireBuffer) -> SealedBytes {
    guard buffer.count < buffer.capacity / 2 else { return buffer.sealed() }
    var fitting = WireBuffer(minimumCapacity: buffer.count)
    buffer.withSpan { fitting.append($0, 0, $0.byteCount) }
    return fitting.sealed()
  }
}
