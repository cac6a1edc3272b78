package import TelemetryEngine

extension TargetQueue {
  package struct Settings: Sendable, Equatable {
    package var retry: RetryPolicy
    /// Sends at a time while the target is well. Default 4, at least 1.
    package var maxConcurrentSends: Int
    /// Batches that may wait or be on their way, however small they are. Default 16,384. Requests that
    /// were admitted below the bound are taken above it: at most two more batches of each signal.
    package var maxBatches: Int
    /// After this many refusals about content with no acceptance between them the target counts as
    /// one that refuses everything, and refused batches are dropped whole instead of being split: a
    /// broken target must not cost two sends for each request. Default 256.
    package var maxFruitlessSplits: Int

    package init(
      retry: RetryPolicy = RetryPolicy(), maxConcurrentSends: Int = 4, maxBatches: Int = 16_384,
      maxFruitlessSplits: Int = 256
    ) {
      self.retry = retry
      self.maxConcurrentSends = max(1, maxConcurrentSends)
      self.maxBatches = max(1, maxBatches)
      self.maxFruitlessSplits = max(1, maxFruitlessSplits)
    }
  }

  /// Names one attempt; never used again on a loop.
  package struct SendID: Sendable, Hashable {
    /// Of the queue.
    let series: UInt64
    let number: UInt64
  }

  /// What the driver has to do.
  package enum Action {
    /// Send this run of the batch's parts, then call `sendFinished` exactly once.
    case send(SendID, Batch, parts: Range<Int>)
    /// These items have left the queue.
    case settled(Settlement)
  }

  /// Items that left the queue for good.
  package struct Settlement {
    package let signal: Signal
    /// Credit to give back.
    package let bytes: Int
    package let delivered: Int
    package let dropped: Int
    /// Why items were dropped; nil when none were.
    package let reason: DropReason?
    /// The batch, when nothing of it is left in this queue.
    package let finished: Batch?
  }

  /// Why the last failed attempt failed.
  package enum FailureKind: String, Sendable, Equatable {
    /// No connection, connection lost, or no answer in time.
    case unanswered
    /// The target asked to try again.
    case refusedForNow = "refused_for_now"
    case refusedForGood = "refused_for_good"
    case unusable
  }
}
