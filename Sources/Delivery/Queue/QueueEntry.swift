/// A batch while one target holds it.
final class QueuedBatch {
  let batch: Batch
  /// Ascending in the order of arrival.
  let sequence: UInt64
  let enqueuedAt: MonotonicTime
  /// Parts that were neither delivered nor dropped.
  var unsettledParts: Int

  init(_ batch: Batch, sequence: UInt64, enqueuedAt: MonotonicTime) {
    self.batch = batch
    self.sequence = sequence
    self.enqueuedAt = enqueuedAt
    unsettledParts = batch.parts.count
  }
}

/// A run of a batch's parts that is sent as one request.
struct QueueEntry {
  let holder: QueuedBatch
  let parts: Range<Int>

  var bytes: Int { holder.batch.byteRange(of: parts).count }
  var items: Int { holder.batch.items(in: parts) }

  /// Whether this was accepted from senders before `other`.
  func precedes(_ other: QueueEntry) -> Bool {
    (holder.sequence, parts.lowerBound) < (other.holder.sequence, other.parts.lowerBound)
  }

  /// The two halves on a request border; nil for a single request.
  var halves: (QueueEntry, QueueEntry)? {
    guard parts.count > 1 else { return nil }
    let middle = parts.lowerBound + parts.count / 2
    return (
      QueueEntry(holder: holder, parts: parts.lowerBound..<middle),
      QueueEntry(holder: holder, parts: middle..<parts.upperBound)
    )
  }
}
