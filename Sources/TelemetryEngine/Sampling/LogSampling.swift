/// Which log records leave.
package enum LogSampling: Sendable, Equatable {
  case all
  /// A record of a trace goes where a span of that trace without `th` would go; one of no trace stays.
  case followTrace
  /// A share of 0 to 1, by the trace if a record is of one, by its bytes if not.
  case ratio(Double)

  package var name: SamplerName {
    switch self {
    case .all: .allLogs
    case .followTrace: .logsFollowTrace
    case .ratio: .logsRatio
    }
  }
}

/// What decides about the log records of one resource.
struct LogRule {
  private enum Kind {
    case everything
    case trace
    case ratio
  }

  private let kind: Kind
  private let rule: SamplingRule

  /// For everything.
  init() {
    kind = .everything
    rule = SamplingRule(.alwaysOn)
  }

  /// `rule` is that of the spans of the same service, `ratio` is what the settings give it.
  init(_ logs: LogSampling, _ rule: SamplingRule, ratio: Double?) {
    switch logs {
    case .all: (kind, self.rule) = (.everything, rule)
    case .followTrace: (kind, self.rule) = (.trace, rule)
    case .ratio(let share):
      (kind, self.rule) = (.ratio, ratio.map(SamplingRule.service) ?? SamplingRule(.traceIDRatio(share)))
    }
  }

  /// Whether nothing of a record needs to be known.
  var isEverything: Bool { kind == .everything }

  /// Decides about a record. `limit` is what the rate limit of its service's spans is at.
  func outcome(
    _ bytes: RawSpan, _ record: WireField, traceIDLow: UInt64?, limit: SamplingThreshold
  ) -> SamplingOutcome {
    switch kind {
    case .everything: return .keptUnsampled
    case .trace:
      guard let traceIDLow else { return .keptNoTrace }
      let randomness = traceIDLow & (SamplingThreshold.randomnessValues - 1)
      if rule.kind == .alwaysOff || randomness < rule.threshold.value { return rule.dropped }
      return randomness < limit.value ? .droppedRateLimit : rule.kept
    case .ratio:
      let random = traceIDLow ?? SipHash.hash(bytes, record.low, record.high, key: Self.key).0
      let randomness = random & (SamplingThreshold.randomnessValues - 1)
      return randomness < rule.threshold.value ? rule.dropped : rule.kept
    }
  }

  /// The same in all gateways, since a record must fare alike in all of them.
  private static let key = PseudonymKey(low: 0x6c6f_672d_7265_636f, high: 0x7264_2d72_6174_696f)
}
