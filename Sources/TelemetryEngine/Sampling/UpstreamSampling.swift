/// What the `ot` entry of a span's trace state says about sampling upstream
/// (OpenTelemetry, "TraceState: Probability Sampling").
struct UpstreamSampling: Equatable {
  /// Characters that the value of an `ot` entry may have (OpenTelemetry, "TraceState Handling").
  static let maximumValueLength = 256

  /// `th`, if it is one.
  private(set) var threshold: SamplingThreshold?
  /// `rv`, if it is one.
  private(set) var randomness: UInt64?
  private(set) var faults = TraceStateFaults()

  /// A span without a trace state.
  init() {}

  /// Reads `bytes[start..<end]`. What is malformed counts as absent; of several `ot` entries the first counts.
  init(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    threshold = TraceStateSubKey.onlyThreshold(bytes, start, end)
    if threshold != nil { return }
    var members = TraceStateParts.members(start, end)
    while let member = members.next(bytes) {
      guard let value = bytes.otValue(member) else { continue }
      read(bytes, value)
      return
    }
  }

  /// Whether there is a `th` that nobody may believe.
  var isUnreliable: Bool {
    faults.contains(.inconsistentThreshold) || faults.contains(.malformedThreshold)
      || faults.contains(.overlongEntry)
  }

  private mutating func read(_ bytes: RawSpan, _ value: Range<Int>) {
    guard value.count <= Self.maximumValueLength else {
      faults.insert(.overlongEntry)
      return
    }
    var (thresholds, randomnesses) = (0, 0)
    var parts = TraceStateParts.subKeys(value.lowerBound, value.upperBound)
    while let part = parts.next(bytes) {
      switch TraceStateSubKey(bytes, part) {
      case .threshold(let value):
        thresholds += 1
        threshold = value
      case .randomness(let value):
        randomnesses += 1
        randomness = value
      case .other: continue
      }
    }
    // Sub-keys are unique; who says two things says nothing.
    if thresholds > 1 { threshold = nil }
    if randomnesses > 1 { randomness = nil }
    if thresholds > 0, threshold == nil { faults.insert(.malformedThreshold) }
    if randomnesses > 0, randomness == nil { faults.insert(.malformedRandomness) }
  }

  /// The randomness that decides, given the trace id's. From here on a threshold that would have dropped
  /// the span is none.
  mutating func settle(traceIDLow: UInt64) -> UInt64 {
    let decisive = randomness ?? traceIDLow & (SamplingThreshold.randomnessValues - 1)
    if let claimed = threshold, decisive < claimed.value {
      threshold = nil
      faults.insert(.inconsistentThreshold)
    }
    return decisive
  }
}
