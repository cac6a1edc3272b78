import Delivery
import TelemetryEngine
import Testing

@Suite struct TargetQueueTests {
  @Test func sendsOldestFirstUpToItsConcurrency() throws {
    let probe = QueueProbe(.init(maxConcurrentSends: 2))
    let batches = (1...4).map { batch(of: $0) }
    batches.forEach(probe.enqueue)
    #expect(probe.open.map(\.batch.items) == [1, 2])
    try probe.answer(1, .success)
    #expect(probe.open.map(\.batch.items) == [1, 3])
    #expect(probe.delivered == 2)
    #expect(probe.released == 20)
    while !probe.open.isEmpty { try probe.answer(.success) }
    #expect(probe.delivered == 10)
    #expect(probe.finished == 4)
    #expect(probe.queue.isEmpty)
    #expect(probe.queue.nextWake == nil)
    #expect(probe.queue.report == .init())
  }

  static let retryable: [ExportOutcome] =
    [.lost]
    + [.cancelled, .deadlineExceeded, .aborted, .outOfRange, .unavailable, .dataLoss].map { .grpc($0) }
    + [.grpc(.resourceExhausted, retryAfter: .milliseconds(10))]
    + [429, 502, 503, 504].map { .http($0) }

  @Test(arguments: retryable) func whatMayPassIsSentAgain(_ outcome: ExportOutcome) throws {
    let probe = QueueProbe()
    probe.enqueue(batch(of: 3))
    try probe.answer(outcome)
    #expect(probe.open.isEmpty)
    #expect(probe.settlements.isEmpty)
    #expect(probe.queue.report.consecutiveFailures == 1)
    #expect(probe.queue.report.items[.traces] == 3)
    try probe.wake()
    #expect(probe.open.map(\.parts) == [0..<3])
    try probe.answer(.success)
    #expect(probe.delivered == 3)
    #expect(probe.queue.report.consecutiveFailures == 0)
  }

  static let final: [ExportOutcome] =
    [.unusable(reason: "reply too large")]
    + [.unimplemented, .permissionDenied, .unauthenticated, .notFound].map { .grpc($0) }
    + [401, 403, 404, 405, 415].map { .http($0) }

  @Test(arguments: final) func whatConcernsTheWholeTargetIsDroppedWhole(_ outcome: ExportOutcome) throws {
    let probe = QueueProbe()
    probe.enqueue(batch(of: 3))
    try probe.answer(outcome)
    #expect(probe.open.isEmpty)
    #expect(probe.dropped(.targetRejected) == 3)
    #expect(probe.released == 30)
    #expect(probe.finished == 1)
    #expect(probe.queue.isEmpty)
  }

  static let content: [ExportOutcome] =
    [.invalidArgument, .resourceExhausted, .internal, .unknown, .failedPrecondition, .alreadyExists]
    .map { .grpc($0) } + [400, 413, 422, 500].map { .http($0) }

  @Test(arguments: content) func aSplitLosesOnlyTheCulprit(_ outcome: ExportOutcome) throws {
    let probe = QueueProbe()
    probe.enqueue(batch(of: 9))
    let culprits: Set = [2, 7]
    var accepted: [Int] = []
    while let send = probe.open.first {
      let isRefused = send.parts.contains { culprits.contains($0) }
      if !isRefused { accepted += send.parts }
      try probe.answer(isRefused ? outcome : .success)
    }
    #expect(accepted.sorted() == [0, 1, 3, 4, 5, 6, 8])
    #expect(Set(accepted).count == accepted.count)
    #expect(probe.delivered == 7)
    #expect(probe.dropped(.targetRejected) == 2)
    #expect(probe.released == 90)
    #expect(probe.finished == 1)
  }

  @Test func aTargetThatRefusesEverythingIsNotAskedForEachRequest() throws {
    let probe = QueueProbe(.init(maxFruitlessSplits: 8))
    for _ in 0..<10 { probe.enqueue(batch(of: 1000)) }
    var sends = 0
    while !probe.open.isEmpty {
      try probe.answer(.http(500))
      sends += 1
    }
    #expect(sends < 40)
    #expect(probe.dropped(.targetRejected) == 10_000)
    #expect(probe.finished == 10)

    probe.enqueue(batch(of: 2))
    try probe.answer(.success)
    probe.enqueue(batch(of: 2))
    try probe.answer(.http(500))
    #expect(probe.open.map(\.parts) == [0..<1, 1..<2])
  }

  @Test(arguments: [
    (rejected: 2, kept: 3), (rejected: 5, kept: 0), (rejected: 9, kept: 0), (rejected: -1, kept: 5),
  ])
  func partialSuccessIsNeverSentAgain(rejected: Int, kept: Int) throws {
    let probe = QueueProbe()
    probe.enqueue(batch(of: 5))
    try probe.answer(.partial(rejected))
    #expect(probe.delivered == kept)
    #expect(probe.dropped(.targetRejected) == 5 - kept)
    #expect(probe.open.isEmpty)
    #expect(probe.queue.isEmpty)
  }

  @Test func aFailingTargetIsProbedBySingleSends() throws {
    let probe = QueueProbe()
    for size in 1...6 { probe.enqueue(batch(of: size)) }
    #expect(probe.open.count == 4)
    while !probe.open.isEmpty { try probe.answer(.lost) }
    #expect(probe.queue.report.consecutiveFailures == 4)
    try probe.wake()
    #expect(probe.open.map(\.batch.items) == [1])
    try probe.answer(.http(503))
    try probe.wake()
    #expect(probe.open.map(\.batch.items) == [1])
    try probe.answer(.success)
    #expect(probe.open.map(\.batch.items) == [2, 3, 4, 5])
  }

  @Test func failuresOfOneBreakdownMakeOnePause() throws {
    let probe = QueueProbe()
    for size in 1...4 { probe.enqueue(batch(of: size)) }
    try probe.answer(.lost)
    let wake = probe.queue.nextWake
    try probe.answer(.lost)
    try probe.answer(.lost)
    #expect(probe.queue.nextWake == wake)
    try probe.answer(.http(429, retryAfter: .seconds(30)))
    #expect(probe.queue.nextWake == .at(.seconds(30)))
  }

  @Test func retriesKeepTheirPlaceBeforeNewerBatches() throws {
    let probe = QueueProbe(.init(maxConcurrentSends: 3))
    for size in 1...5 { probe.enqueue(batch(of: size)) }
    try probe.answer(2, .lost)
    try probe.answer(0, .lost)
    try probe.answer(0, .success)
    try probe.wake()
    #expect(probe.open.map(\.batch.items) == [1, 3, 4])
  }

  @Test func whatIsTooOldIsDropped() throws {
    let probe = QueueProbe(.init(retry: RetryPolicy(giveUpAfter: .seconds(10)), maxConcurrentSends: 1))
    probe.enqueue(batch(of: 1))
    probe.advance(.seconds(4))
    probe.enqueue(batch(of: 2))
    #expect(probe.queue.nextWake == .at(.seconds(14)))
    probe.advance(.seconds(6))
    // What is on its way is not given up before its answer.
    #expect(probe.settlements.isEmpty)
    try probe.answer(.http(503, retryAfter: .seconds(60)))
    #expect(probe.dropped(.expired) == 1)
    #expect(probe.queue.nextWake == .at(.seconds(14)))
    try probe.wake()
    #expect(probe.dropped(.expired) == 3)
    #expect(probe.released == 30)
    #expect(probe.queue.isEmpty)
  }

  @Test func aDrainTriesAtOnceAndEndsInTime() throws {
    let probe = QueueProbe()
    probe.enqueue(batch(of: 1))
    probe.enqueue(batch(of: 2))
    try probe.answer(.lost)
    try probe.answer(.lost)
    probe.beginDrain(for: .seconds(25))
    #expect(probe.open.map(\.batch.items) == [1])
    try probe.answer(.success)
    #expect(probe.open.map(\.batch.items) == [2])
    #expect(probe.queue.nextWake == .at(.seconds(25)))
    try probe.wake()
    #expect(probe.dropped(.drainTimeout) == 2)
    #expect(probe.queue.isEmpty)
    // The late answer and late batches change nothing.
    try probe.answer(.success)
    #expect(probe.delivered == 1)
    probe.enqueue(batch(of: 4))
    #expect(probe.dropped(.drainTimeout) == 6)
    #expect(probe.finished == 3)
    #expect(probe.open.isEmpty)
  }

  @Test func aDrainHonoursTheTargetsWish() throws {
    let probe = QueueProbe()
    probe.enqueue(batch(of: 1))
    try probe.answer(.http(503, retryAfter: .seconds(10)))
    probe.beginDrain(for: .seconds(25))
    #expect(probe.open.isEmpty)
    try probe.wake()
    #expect(probe.now == .at(.seconds(10)))
    #expect(probe.open.count == 1)
  }

  @Test func abandoningSettlesEverything() {
    let probe = QueueProbe(.init(maxConcurrentSends: 1))
    probe.enqueue(batch(of: 1))
    probe.enqueue(batch(of: 2))
    probe.abandon(.returnedToSender)
    #expect(probe.dropped(.returnedToSender) == 3)
    #expect(probe.queue.isEmpty)
    #expect(probe.queue.nextWake == nil)
  }

  @Test func theReportCountsWhatWaitsAndWhatIsOnItsWay() throws {
    let probe = QueueProbe(.init(maxConcurrentSends: 1, maxBatches: 2))
    probe.enqueue(batch(of: 2, createdAt: .at(.seconds(1))))
    #expect(probe.queue.hasRoom)
    probe.enqueue(batch(of: 3, signal: .logs, createdAt: .at(.seconds(2))))
    #expect(!probe.queue.hasRoom)
    try probe.answer(.http(429))
    let report = probe.queue.report
    #expect(report.items[.traces] == 2)
    #expect(report.items[.logs] == 3)
    #expect(report.bytes == 50)
    #expect(report.batches == 2)
    #expect(report.sendsInFlight == 0)
    #expect(report.oldest == .at(.seconds(1)))
    #expect(report.lastFailure == .refusedForNow)
  }
}
