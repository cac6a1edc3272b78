extension GatewayConfiguration {
  package enum Sampler: String, Sendable, CaseIterable {
    case alwaysOn = "always_on"
    case alwaysOff = "always_off"
    case traceIDRatio = "traceidratio"
    case parentBasedAlwaysOn = "parentbased_always_on"
    case parentBasedAlwaysOff = "parentbased_always_off"
    case parentBasedTraceIDRatio = "parentbased_traceidratio"
  }

  /// How a ratio meets what upstream sampled already.
  package enum SamplingMode: String, Sendable, CaseIterable {
    /// The ratio is of all traces there were: what upstream thinned out more stays.
    case equalizing
    /// The ratio is of what arrives.
    case proportional
  }

  /// Which log records are kept.
  package enum SampledLogs: String, Sendable, CaseIterable {
    case all
    case followTrace = "follow_trace"
    case ratio
  }

  package struct Sampling: Sendable, Equatable {
    package var sampler = Sampler.parentBasedTraceIDRatio
    /// The share of traces to keep, 0 to 1. Default 0.2.
    package var ratio = 0.2
    package var mode = SamplingMode.equalizing
    /// Whether a span without `th` counts as one that nobody sampled. Default true.
    package var assumeUnsampled = true
    package var keep = KeptSpans()
    /// Ratios by `service.name`, and by span name, which wins.
    package var byService: [String: Double] = [:]
    package var bySpanName: [String: Double] = [:]
    /// Spans a second and service past which the ratio falls; nil is no limit.
    package var rateLimit: Double?
    package var logs = SampledLogs.all
  }

  /// Spans that leave whatever the ratio.
  package struct KeptSpans: Sendable, Equatable {
    /// Whether spans whose status is an error are kept.
    package var errors = false
    /// Spans that took longer are kept.
    package var slowerThan: Duration?
    /// Spans with one of the values, as text, under the key are kept.
    package var attributes: [String: [String]] = [:]
    /// Spans of these names are kept.
    package var names: [String] = []

    package init() {}
  }
}
