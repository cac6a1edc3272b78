/// What was wrong with the trace state of a span that a sampler looked at.
package enum TraceStateFault: Int, CaseIterable, Sendable {
  /// `th` says that the span was not sampled, and yet it came.
  case inconsistentThreshold
  /// `th` is no threshold, or there are several.
  case malformedThreshold
  /// `rv` is no randomness, or there are several.
  case malformedRandomness
  /// An `ot` entry of more than 256 characters, or one that would become so long.
  case overlongEntry
  /// A list in which there was no room for `ot`.
  case tooManyMembers
  /// A member that is no `key=value` of W3C's, left out of a list that is written again.
  case malformedMember

  /// The `kind` label of `hephaestus_gw_trace_state_faults_total`.
  package var name: String {
    switch self {
    case .inconsistentThreshold: "inconsistent_threshold"
    case .malformedThreshold: "malformed_threshold"
    case .malformedRandomness: "malformed_randomness"
    case .overlongEntry: "overlong_entry"
    case .tooManyMembers: "too_many_members"
    case .malformedMember: "malformed_member"
    }
  }
}

/// The faults of one trace state, each once.
struct TraceStateFaults: Equatable {
  private(set) var bits: UInt8 = 0

  init() {}

  init(_ fault: TraceStateFault) { insert(fault) }

  var isEmpty: Bool { bits == 0 }

  mutating func insert(_ fault: TraceStateFault) { bits |= 1 << UInt8(fault.rawValue) }

  func contains(_ fault: TraceStateFault) -> Bool { bits & 1 << UInt8(fault.rawValue) != 0 }

  mutating func formUnion(_ other: TraceStateFaults) { bits |= other.bits }
}
