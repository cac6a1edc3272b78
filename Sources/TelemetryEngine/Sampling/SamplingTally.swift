/// What sampling did with the items of one resource, and what it found wrong with their trace states.
package struct SamplingTally: Sendable {
  private var outcomes = InlineArray<16, UInt32>(repeating: 0)
  private var faults = InlineArray<6, UInt32>(repeating: 0)

  package init() {}

  package subscript(outcome: SamplingOutcome) -> Int { Int(outcomes[outcome.rawValue]) }
  package subscript(fault: TraceStateFault) -> Int { Int(faults[fault.rawValue]) }

  @inline(__always)
  package mutating func count(_ outcome: SamplingOutcome) { outcomes[outcome.rawValue] &+= 1 }

  @inline(__always)
  mutating func count(_ found: TraceStateFaults) {
    if found.isEmpty { return }
    for fault in TraceStateFault.allCases where found.contains(fault) { count(fault) }
  }

  package mutating func count(_ fault: TraceStateFault) { faults[fault.rawValue] &+= 1 }
}

/// The tally of a resource, with its service.
package struct ServiceTally: Sendable {
  /// In the service registry.
  package let service: Int
  package let tally: SamplingTally

  package init(service: Int, tally: SamplingTally) {
    self.service = service
    self.tally = tally
  }
}
