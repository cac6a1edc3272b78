package import TelemetryEngine

/// What sampling did with the items of requests that were accepted, by what decided and by service.
package struct SamplingCounts: Sendable, Equatable {
  /// What is counted together.
  package struct Key: Sendable, Hashable {
    package var signal: Signal
    package var sampler: SamplerName
    package var outcome: SamplingOutcome
    /// In the service registry.
    package var service: Int

    package init(signal: Signal, sampler: SamplerName, outcome: SamplingOutcome, service: Int) {
      self.signal = signal
      self.sampler = sampler
      self.outcome = outcome
      self.service = service
    }
  }

  private struct Row: Sendable, Equatable {
    let signal: Signal
    let sampler: SamplerName
    let service: Int
    var counts: [Int]
  }

  private struct RowKey: Hashable {
    let sampler: SamplerName
    let service: Int
  }

  /// Bounded by the services of the registry and the samplers there are; a sampler is of one signal.
  private var rows: [Row] = []
  private var indices: [RowKey: Int] = [:]
  private var faults = [Int](repeating: 0, count: TraceStateFault.allCases.count)

  package init() {}

  package mutating func add(_ signal: Signal, _ sampler: SamplerName, _ tally: ServiceTally) {
    let index = index(signal, sampler, tally.service)
    for outcome in SamplingOutcome.allCases where tally.tally[outcome] > 0 {
      rows[index].counts[outcome.rawValue] += tally.tally[outcome]
    }
    guard signal == .traces else { return }
    for fault in TraceStateFault.allCases { faults[fault.rawValue] += tally.tally[fault] }
  }

  private mutating func index(_ signal: Signal, _ sampler: SamplerName, _ service: Int) -> Int {
    let key = RowKey(sampler: sampler, service: service)
    if let index = indices[key] { return index }
    indices[key] = rows.count
    rows.append(
      Row(
        signal: signal, sampler: sampler, service: service,
        counts: Array(repeating: 0, count: SamplingOutcome.allCases.count)))
    return rows.count - 1
  }

  package subscript(fault: TraceStateFault) -> Int { faults[fault.rawValue] }

  /// Everything that was counted, in order of sampler, service and outcome.
  package var sorted: [(key: Key, count: Int)] {
    let ordered = rows.sorted { ($0.sampler.rawValue, $0.service) < ($1.sampler.rawValue, $1.service) }
    return ordered.flatMap { row in
      SamplingOutcome.allCases.filter { row.counts[$0.rawValue] > 0 }.map {
        (
          Key(signal: row.signal, sampler: row.sampler, outcome: $0, service: row.service),
          row.counts[$0.rawValue]
        )
      }
    }
  }

  package static func += (left: inout Self, right: Self) {
    for row in right.rows {
      let index = left.index(row.signal, row.sampler, row.service)
      for outcome in row.counts.indices { left.rows[index].counts[outcome] += row.counts[outcome] }
    }
    for fault in right.faults.indices { left.faults[fault] += right.faults[fault] }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.faults == right.faults && left.sorted.elementsEqual(right.sorted) { $0 == $1 }
  }
}
