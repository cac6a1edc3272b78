import Delivery
import TelemetryEngine
import Testing

@Suite struct SamplingCountsTests {
  private static func tally(
    _ service: Int, _ outcomes: [SamplingOutcome], _ faults: [TraceStateFault] = []
  ) -> ServiceTally {
    var tally = SamplingTally()
    for outcome in outcomes { tally.count(outcome) }
    for fault in faults { tally.count(fault) }
    return ServiceTally(service: service, tally: tally)
  }

  private static func shown(_ counts: SamplingCounts) -> [String] {
    counts.sorted.map { entry in
      let (key, count) = entry
      return "\(key.signal.name) \(key.sampler.name) \(key.outcome.reason) \(key.service): \(count)"
    }
  }

  @Test func whatLoopsCountAddsUp() {
    var first = SamplingCounts()
    first.add(.traces, .traceIDRatio, Self.tally(1, [.keptRatio, .droppedRatio, .droppedRatio]))
    first.add(.logs, .allLogs, Self.tally(0, [.keptUnsampled]))
    // After a reload.
    first.add(.traces, .alwaysOn, Self.tally(1, [.keptAlwaysOn]))
    var second = SamplingCounts()
    second.add(.traces, .traceIDRatio, Self.tally(2, [.keptError], [.inconsistentThreshold]))
    second.add(
      .traces, .traceIDRatio, Self.tally(1, [.droppedRatio], [.inconsistentThreshold, .overlongEntry]))
    var sum = SamplingCounts()
    sum += first
    sum += second
    #expect(
      Self.shown(sum) == [
        "traces always_on always_on 1: 1", "traces traceidratio ratio 1: 1", "traces traceidratio ratio 1: 3",
        "traces traceidratio error 2: 1", "logs all all 0: 1",
      ])
    #expect(sum[.inconsistentThreshold] == 2 && sum[.overlongEntry] == 1 && sum[.malformedThreshold] == 0)
    var other = second
    other += first
    #expect(other == sum)
    #expect(first != sum)
  }

  /// A ledger of several loops shows what all of them sampled.
  @Test func ledgersHoldThem() {
    var first = LoopLedger(targets: [])
    var second = LoopLedger(targets: [])
    first.sampling.add(.traces, .alwaysOff, Self.tally(1, [.droppedAlwaysOff]))
    second.sampling.add(.traces, .alwaysOff, Self.tally(1, [.droppedAlwaysOff]))
    first += second
    #expect(first.sampling.sorted.map(\.count) == [2])
  }

  /// Each combination that is shown is another one: two of the same would be no exposition.
  @Test func labelsAreDistinct() {
    let outcomes = SamplingOutcome.allCases.map { "\($0.isKept) \($0.reason)" }
    #expect(Set(outcomes).count == outcomes.count)
    // Two samplers may share a name if they are of different signals.
    let spans = SamplerName.allCases.prefix(6).map(\.name)
    let logs = SamplerName.allCases.dropFirst(6).map(\.name)
    #expect(Set(spans).count == 6 && Set(logs).count == 3)
  }
}
