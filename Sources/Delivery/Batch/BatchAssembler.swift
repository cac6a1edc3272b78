package import TelemetryEngine

/// Gathers the requests of one signal on one loop into batches.
///
/// A request's bytes are appended to `buffer`; then either `commit` makes them part of the open batch
/// or `rollBack` forgets them. At most one request is pending at a time.
package final class BatchAssembler {
  package let signal: Signal
  private var limits: BatchLimits

  /// Where the pending request is written, at the end. Never touch what lies before it.
  package var buffer: WireBuffer
  /// Where the pending request starts.
  private var mark = 0
  private var parts: [Batch.Part] = []
  private var openedAt = MonotonicTime(nanoseconds: 0)
  private var sizing: BufferSizing

  package init(signal: Signal, limits: BatchLimits) {
    self.signal = signal
    self.limits = limits
    sizing = BufferSizing(maxBytes: limits.maxBytes)
    buffer = WireBuffer(minimumCapacity: sizing.capacity)
  }

  /// Sets other limits. To be called between batches: with nothing open and no request pending.
  package func configure(_ limits: BatchLimits) {
    precondition(parts.isEmpty && pendingBytes == 0, "a batch is open")
    guard limits != self.limits else { return }
    self.limits = limits
    sizing = BufferSizing(maxBytes: limits.maxBytes)
    buffer = WireBuffer(minimumCapacity: sizing.capacity)
  }

  /// Committed items that are in no batch yet.
  package private(set) var openItems = 0
  /// Committed bytes that are in no batch yet.
  package var openBytes: Int { mark }
  /// When the first request of the open batch came; nil when it is empty.
  package var openSince: MonotonicTime? { parts.isEmpty ? nil : openedAt }
  /// When the open batch has to be sealed at the latest; nil when it is empty.
  package var deadline: MonotonicTime? { openSince?.advanced(by: limits.maxDelay) }
  /// Bytes of the request that was appended and neither committed nor rolled back.
  package var pendingBytes: Int { buffer.count - mark }

  /// Appends the pending request to another buffer.
  package func appendPending(to other: inout WireBuffer) {
    buffer.withSpan { other.append($0, mark, $0.byteCount) }
  }

  /// Forgets the pending request.
  package func rollBack() {
    buffer.truncate(to: mark)
    // One huge refused request must not leave an idle loop with a huge buffer.
    if mark == 0, sizing.isWasteful(capacity: buffer.capacity) {
      buffer = WireBuffer(minimumCapacity: sizing.capacity)
    }
  }

  /// Takes the pending request with its `items` into the open batch.
  ///
  /// Returns the batches that this filled, oldest first: mostly none. If the request does not fit
  /// beside what is there, that is sealed without it; a request over a bound is a batch of its own.
  /// A request without bytes is forgotten.
  package func commit(items: Int, now: MonotonicTime) -> [Batch] {
    guard pendingBytes > 0 else { return [] }
    var sealed: [Batch] = []
    if !parts.isEmpty, openItems + items > limits.maxItems || buffer.count > limits.maxBytes {
      sealed.append(sealCommitted(keepingPending: true))
    }
    if parts.isEmpty { openedAt = now }
    mark = buffer.count
    openItems += items
    parts.append(Batch.Part(byteEnd: mark, itemEnd: openItems))
    if isFull { sealed.append(sealCommitted(keepingPending: false)) }
    return sealed
  }

  /// Ends the open batch if its time has come.
  package func sealIfDue(now: MonotonicTime) -> Batch? {
    guard let deadline, now >= deadline else { return nil }
    return seal()
  }

  /// Ends the open batch; nil when it is empty. Must not be called with a request pending.
  package func seal() -> Batch? {
    parts.isEmpty ? nil : sealCommitted(keepingPending: false)
  }

  private var isFull: Bool {
    openItems >= limits.maxItems || mark >= limits.maxBytes || parts.count >= limits.maxItems
  }

  private func sealCommitted(keepingPending: Bool) -> Batch {
    sizing.sealed(mark)
    let bytes = keepingPending ? handOver(pending: pendingBytes) : detach()
    let batch = Batch(signal: signal, bytes: bytes, parts: parts, createdAt: openedAt)
    parts = []
    mark = 0
    openItems = 0
    return batch
  }

  /// The committed bytes, when nothing follows them. A small batch is copied out of a buffer that
  /// stays, so that an idle loop does not allocate one for each batch.
  private func detach() -> SealedBytes {
    guard mark < buffer.capacity / 2, !sizing.isWasteful(capacity: buffer.capacity) else {
      return handOver(pending: 0)
    }
    var fitting = WireBuffer(minimumCapacity: mark)
    buffer.withSpan { fitting.append($0, 0, mark) }
    buffer.truncate(to: 0)
    return fitting.sealed()
  }

  /// The committed bytes; the pending ones move to the start of a fresh buffer.
  private func handOver(pending: Int) -> SealedBytes {
    var next = WireBuffer(minimumCapacity: max(sizing.capacity, pending))
    buffer.withSpan(from: mark) { next.append($0, 0, pending) }
    buffer.truncate(to: mark)
    swap(&buffer, &next)
    return BufferSizing.compact(next)
  }
}
