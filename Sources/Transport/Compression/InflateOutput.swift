import NIOCore

/// The growing content of one message, which never takes more than `limit` bytes and one: the one
/// is how going over the limit is noticed.
struct InflateOutput {
  private(set) var bytes: ByteBuffer
  let limit: Int

  /// `claim` is the content's size as the message states it, if it does; how much that reserves is
  /// bounded by the `packed` bytes that really came.
  init(claim: Int?, packed: Int, limit: Int) {
    self.limit = limit
    let believable = min(max(claim ?? packed * 4, 512), packed * 32 + 512, limit)
    bytes = ByteBufferAllocator().buffer(capacity: believable)
  }

  var isOverLimit: Bool { bytes.readableBytes > limit }

  /// Lends room for at least one byte to `step`, which answers how many bytes it wrote there.
  /// Returns how much room was left unused. Not to be called once over the limit.
  mutating func write(_ step: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
    let allowed = limit + 1 - bytes.readableBytes
    var unused = 0
    _ = unsafe bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { room in
      let offered = unsafe UnsafeMutableRawBufferPointer(rebasing: room.prefix(allowed))
      let written = unsafe step(offered)
      precondition(written >= 0 && written <= offered.count)
      unused = offered.count - written
      return written
    }
    return unused
  }
}
