package import TelemetryEngine

/// The queue of one target on one loop: decides what is sent, again, in parts, or no more.
///
/// A state machine without I/O, clock or timer. Every input returns what to do, in order. Oldest first,
/// and retries before what is newer: the delay after a failure is the queue's, not the batch's, so no
/// jitter lets one overtake another. While the target fails, one send at a time probes it.
package struct TargetQueue {
  private enum Phase {
    case running
    case draining(deadline: MonotonicTime, DropReason)
    case stopped(DropReason)
  }

  private struct Flight {
    let id: SendID
    let entry: QueueEntry
    /// Counts the places that the target was at.
    let place: Int
  }

  package private(set) var settings: Settings
  private let series: UInt64
  private var place = 0
  private var phase = Phase.running
  private var random: SplitMix64
  private var waiting = WaitingLine()
  private var inFlight: [Flight] = []
  private var nextSend: UInt64 = 0
  private var nextSequence: UInt64 = 0
  /// No send starts before this.
  private var resumeAt: MonotonicTime?
  /// Whether the pause was the target's wish and not ours.
  private var pauseWasRequested = false
  /// Pauses since the target last answered for good; more than none is what "failing" means.
  private var pauses = 0
  /// Refusals about content since the last acceptance.
  private var fruitlessRefusals = 0
  private var status = Report()

  /// A queue whose jitter is determined by `seed`. `series` tells its sends from those of other queues on
  /// the loop.
  package init(settings: Settings, seed: UInt64, series: UInt64 = 0) {
    self.settings = settings
    self.series = series
    random = SplitMix64(seed: seed)
  }

  /// Whether another batch may come, as far as their number is concerned.
  package var hasRoom: Bool { status.batches < settings.maxBatches }
  package var isEmpty: Bool { status.batches == 0 }
  /// Whether the attempt was this queue's and not that of one which was here before.
  func made(_ id: SendID) -> Bool { id.series == series }

  package var report: Report {
    var report = status
    report.sendsInFlight = inFlight.count
    report.oldest = oldest?.holder.batch.createdAt
    return report
  }

  /// When to call `timer` at the latest; nil when nothing is due.
  package var nextWake: MonotonicTime? {
    guard !isEmpty else { return nil }
    var wake: MonotonicTime?
    func consider(_ time: MonotonicTime?) {
      guard let time else { return }
      wake = min(wake ?? time, time)
    }
    if case .draining(let deadline, _) = phase { consider(deadline) }
    if let head = waiting.oldest {
      if mayStartSend { consider(resumeAt) }
      consider(expiry(of: head))
    }
    return wake
  }

  // MARK: Inputs

  /// Takes a batch. Its credit is the caller's matter.
  package mutating func enqueue(_ batch: Batch, now: MonotonicTime) -> [Action] {
    let holder = QueuedBatch(batch, sequence: nextSequence, enqueuedAt: now)
    nextSequence += 1
    status.batches += 1
    status.bytes += batch.bytes.count
    status.items[batch.signal] += batch.items
    let entry = QueueEntry(holder: holder, parts: batch.allParts)
    if case .stopped(let reason) = phase { return [settle(entry, dropped: entry.items, reason)] }
    waiting.insert(entry)
    return proceed(now)
  }

  /// Takes the end of an attempt. One that `abandon` or the end of the drain has settled is ignored.
  package mutating func sendFinished(
    _ id: SendID, _ outcome: ExportOutcome, now: MonotonicTime
  ) -> [Action] {
    guard let index = inFlight.firstIndex(where: { $0.id == id }) else { return [] }
    let flight = inFlight.remove(at: index)
    guard flight.place == place else { return finishedElsewhere(flight.entry, outcome, now) }
    let entry = flight.entry
    var actions: [Action] = []
    switch outcome {
    case .accepted(let response):
      targetIsWell()
      fruitlessRefusals = 0
      let refused = min(max(0, response.rejectedItems), entry.items)
      actions.append(settle(entry, dropped: refused, .targetRejected))
    case .refused(let refusal) where refusal.isRetryable:
      failed(.refusedForNow, requestedDelay: refusal.retryAfter, now)
      waiting.insert(entry)
    case .unanswered:
      failed(.unanswered, requestedDelay: nil, now)
      waiting.insert(entry)
    case .refused(let refusal):
      targetIsWell()
      status.lastFailure = .refusedForGood
      actions += refusedForGood(entry, isAboutContent: refusal.isAboutContent)
    case .unusable:
      targetIsWell()
      status.lastFailure = .unusable
      actions.append(settle(entry, dropped: entry.items, .targetRejected))
    }
    return actions + proceed(now)
  }

  /// The end of an attempt at a place that the target has left, which says nothing about the target. What
  /// was not taken there is sent again: credentials that are refused are a common reason to change them.
  private mutating func finishedElsewhere(
    _ entry: QueueEntry, _ outcome: ExportOutcome, _ now: MonotonicTime
  ) -> [Action] {
    switch outcome {
    case .accepted(let response):
      let refused = min(max(0, response.rejectedItems), entry.items)
      return [settle(entry, dropped: refused, .targetRejected)] + proceed(now)
    case .unusable:
      return [settle(entry, dropped: entry.items, .targetRejected)] + proceed(now)
    case .refused, .unanswered:
      waiting.insert(entry)
      return proceed(now)
    }
  }

  /// Does what is due.
  package mutating func timer(now: MonotonicTime) -> [Action] {
    if case .draining(let deadline, let reason) = phase, now >= deadline { return abandon(reason) }
    return proceed(now)
  }

  /// Starts the drain: what is not delivered at `deadline` is dropped for `reason`, unless a drain with an
  /// earlier deadline is under way. A pause that was not the target's wish ends, so that a target that has
  /// come back is not missed.
  package mutating func beginDrain(
    deadline: MonotonicTime, reason: DropReason = .drainTimeout, now: MonotonicTime
  ) -> [Action] {
    switch phase {
    case .stopped: return []
    case .draining(let earlier, _) where earlier <= deadline: break
    case .running, .draining: phase = .draining(deadline: deadline, reason)
    }
    if !pauseWasRequested { resumeAt = nil }
    return timer(now: now)
  }

  /// Ends a drain, or the state after `abandon`: the target is wanted again.
  package mutating func resume() { phase = .running }

  /// Sets other settings, for what waits too.
  package mutating func configure(_ settings: Settings, now: MonotonicTime) -> [Action] {
    guard settings != self.settings else { return [] }
    self.settings = settings
    return proceed(now)
  }

  /// The target is somewhere else now: nothing is known about it, no pause holds, and sends that are
  /// on their way to its old place do not count against the number at a time.
  package mutating func targetMoved(now: MonotonicTime) -> [Action] {
    place += 1
    resumeAt = nil
    fruitlessRefusals = 0
    targetIsWell()
    return proceed(now)
  }

  /// Drops everything, on its way or not, and all that comes later.
  package mutating func abandon(_ reason: DropReason) -> [Action] {
    phase = .stopped(reason)
    var actions: [Action] = []
    for flight in inFlight { actions.append(settle(flight.entry, dropped: flight.entry.items, reason)) }
    inFlight = []
    while let entry = waiting.popOldest() {
      actions.append(settle(entry, dropped: entry.items, reason))
    }
    return actions
  }

  // MARK: Decisions

  private var mayStartSend: Bool {
    let limit = pauses > 0 ? 1 : settings.maxConcurrentSends
    return inFlight.count { $0.place == place } < limit
  }

  private var oldest: QueueEntry? {
    inFlight.reduce(waiting.oldest) { oldest, flight in
      guard let oldest else { return flight.entry }
      return flight.entry.precedes(oldest) ? flight.entry : oldest
    }
  }

  private func expiry(of entry: QueueEntry) -> MonotonicTime? {
    settings.retry.giveUpAfter.map { entry.holder.enqueuedAt.advanced(by: $0) }
  }

  /// Drops what is too old, then starts as many sends as may be.
  private mutating func proceed(_ now: MonotonicTime) -> [Action] {
    var actions: [Action] = []
    while let head = waiting.oldest, let expiry = expiry(of: head), now >= expiry,
      let expired = waiting.popOldest()
    {
      actions.append(settle(expired, dropped: expired.items, .expired))
    }
    if let resumeAt, now < resumeAt { return actions }
    resumeAt = nil
    pauseWasRequested = false
    while mayStartSend, let entry = waiting.popOldest() {
      let id = SendID(series: series, number: nextSend)
      nextSend += 1
      inFlight.append(Flight(id: id, entry: entry, place: place))
      actions.append(.send(id, entry.holder.batch, parts: entry.parts))
    }
    return actions
  }

  private mutating func targetIsWell() {
    pauses = 0
    status.consecutiveFailures = 0
  }

  /// Pauses after a failure. Sends that had started before and fail during the pause do not lengthen
  /// it, unless the target asks for more.
  private mutating func failed(_ kind: FailureKind, requestedDelay: Duration?, _ now: MonotonicTime) {
    status.consecutiveFailures += 1
    status.lastFailure = kind
    let isPaused = resumeAt.map { now < $0 } ?? false
    if isPaused, requestedDelay == nil { return }
    if !isPaused { pauses += 1 }
    let delay = settings.retry.delay(failures: pauses, requested: requestedDelay, using: &random)
    let wanted = now.advanced(by: delay)
    guard !isPaused || resumeAt.map({ $0 < wanted }) ?? true else { return }
    resumeAt = wanted
    pauseWasRequested = requestedDelay != nil
  }

  /// Splits what was refused because of something in it, until only the culprits are left to drop.
  private mutating func refusedForGood(_ entry: QueueEntry, isAboutContent: Bool) -> [Action] {
    if isAboutContent {
      fruitlessRefusals += 1
      if fruitlessRefusals <= settings.maxFruitlessSplits, let (first, second) = entry.halves {
        waiting.insert(first)
        waiting.insert(second)
        return []
      }
    }
    return [settle(entry, dropped: entry.items, .targetRejected)]
  }

  private mutating func settle(_ entry: QueueEntry, dropped: Int, _ reason: DropReason) -> Action {
    let batch = entry.holder.batch
    status.bytes -= entry.bytes
    status.items[batch.signal] -= entry.items
    entry.holder.unsettledParts -= entry.parts.count
    let isFinished = entry.holder.unsettledParts == 0
    if isFinished { status.batches -= 1 }
    return .settled(
      Settlement(
        signal: batch.signal, bytes: entry.bytes, delivered: entry.items - dropped, dropped: dropped,
        reason: dropped > 0 ? reason : nil, finished: isFinished ? batch : nil))
  }
}
