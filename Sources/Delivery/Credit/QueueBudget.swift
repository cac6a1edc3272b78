internal import Synchronization

/// Bytes that may be held in one place by all loops together: the queue of a target, or the memory of
/// the process. Shared between loops; each draws from it through a `QueueCredit` of its own.
package final class QueueBudget: Sendable {
  private let bound: Atomic<Int>
  private let drawnBytes = Atomic<Int>(0)

  /// A budget of `max` bytes; a negative bound is zero.
  package init(max: Int) { bound = Atomic(Swift.max(0, max)) }

  /// The bound, in bytes.
  package var max: Int { bound.load(ordering: .relaxed) }

  /// What loops draw and return at a time: 1/64 of the bound, 4 KiB to 1 MiB.
  var chunk: Int { Swift.min(Swift.max(max / 64, 4 << 10), 1 << 20) }

  /// Sets another bound, for all loops from now on. What is drawn above it stays so until it is put back.
  package func resize(to max: Int) { bound.store(Swift.max(0, max), ordering: .relaxed) }

  /// Bytes that loops have drawn: what they hold and up to a chunk each in reserve.
  package var drawn: Int { drawnBytes.load(ordering: .relaxed) }

  /// Draws at least `needed` bytes, more up to `wanted` if there are. Returns how many; 0 when `needed`
  /// is not there.
  func draw(needed: Int, wanted: Int) -> Int {
    var seen = drawnBytes.load(ordering: .relaxed)
    let max = max
    while max - seen >= needed {
      let amount = Swift.min(wanted, max - seen)
      let (exchanged, current) = drawnBytes.compareExchange(
        expected: seen, desired: seen + amount, ordering: .relaxed)
      if exchanged { return amount }
      seen = current
    }
    return 0
  }

  func putBack(_ bytes: Int) {
    drawnBytes.subtract(bytes, ordering: .relaxed)
  }
}
