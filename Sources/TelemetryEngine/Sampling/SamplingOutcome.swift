/// What sampling did with an item, and why.
package enum SamplingOutcome: Int, CaseIterable, Sendable {
  /// The decision of a parent stands.
  case keptUpstream
  case keptAlwaysOn
  case keptRatio
  case keptServiceRatio
  case keptSpanNameRatio
  case keptError
  case keptSlow
  case keptAttribute
  case keptName
  /// Logs that are not sampled.
  case keptUnsampled
  /// A log record that belongs to no trace.
  case keptNoTrace
  case droppedAlwaysOff
  case droppedRatio
  case droppedServiceRatio
  case droppedSpanNameRatio
  case droppedRateLimit

  package var isKept: Bool { rawValue < Self.droppedAlwaysOff.rawValue }

  /// The `reason` label of `hephaestus_gw_sampled_items_total`.
  package var reason: String {
    switch self {
    case .keptUpstream: "upstream"
    case .keptAlwaysOn: "always_on"
    case .keptRatio, .droppedRatio: "ratio"
    case .keptServiceRatio, .droppedServiceRatio: "by_service"
    case .keptSpanNameRatio, .droppedSpanNameRatio: "by_span_name"
    case .keptError: "error"
    case .keptSlow: "slow"
    case .keptAttribute: "attribute"
    case .keptName: "name"
    case .keptUnsampled: "all"
    case .keptNoTrace: "no_trace"
    case .droppedAlwaysOff: "always_off"
    case .droppedRateLimit: "rate_limit"
    }
  }
}

/// What decides about a signal, as people name it in the settings.
package enum SamplerName: Int, CaseIterable, Sendable {
  case alwaysOn
  case alwaysOff
  case traceIDRatio
  case parentBasedAlwaysOn
  case parentBasedAlwaysOff
  case parentBasedTraceIDRatio
  case allLogs
  case logsFollowTrace
  case logsRatio

  /// The `sampler` label of `hephaestus_gw_sampled_items_total`.
  package var name: String {
    switch self {
    case .alwaysOn: "always_on"
    case .alwaysOff: "always_off"
    case .traceIDRatio: "traceidratio"
    case .parentBasedAlwaysOn: "parentbased_always_on"
    case .parentBasedAlwaysOff: "parentbased_always_off"
    case .parentBasedTraceIDRatio: "parentbased_traceidratio"
    case .allLogs: "all"
    case .logsFollowTrace: "follow_trace"
    case .logsRatio: "ratio"
    }
  }
}
