/// How spans are sampled: consistent probability sampling, so that every gateway and every loop decides
/// alike for a trace without knowing of the others.
///
/// Randomness is the low 56 bits of the trace id (or `rv`); a span is kept where it is at least the
/// threshold (OpenTelemetry, "TraceState: Probability Sampling").
package struct SpanSampler: Sendable, Equatable {
  /// What decides where no parent did.
  package enum Root: Sendable, Equatable {
    case alwaysOn
    case alwaysOff
    /// The share of traces to keep, 0 to 1.
    case traceIDRatio(Double)
  }

  /// How a ratio meets what upstream thinned out already.
  package enum Mode: Sendable, Equatable {
    /// The ratio is of all there was.
    case equalizing
    /// The ratio is of what arrives.
    case proportional
  }

  package var root: Root
  /// Whether what upstream decided stands.
  package var isParentBased: Bool
  package var mode = Mode.equalizing
  /// Whether a span without `th` counts as one that nobody sampled, so that `th` may be written to it.
  package var assumesUnsampled = true
  /// Spans that leave whatever the ratio.
  package var keep = KeepRules()
  /// Ratios in place of the root's, by the `service.name` as it was received.
  package var ratioByService: [String: Double] = [:]
  /// The same by span name, which wins.
  package var ratioBySpanName: [String: Double] = [:]
  /// Spans a second and service past which thresholds rise; nil is no limit.
  package var rateLimit: Double?

  package init(root: Root, isParentBased: Bool) {
    self.root = root
    self.isParentBased = isParentBased
  }

  package var name: SamplerName {
    switch (root, isParentBased) {
    case (.alwaysOn, false): .alwaysOn
    case (.alwaysOff, false): .alwaysOff
    case (.traceIDRatio, false): .traceIDRatio
    case (.alwaysOn, true): .parentBasedAlwaysOn
    case (.alwaysOff, true): .parentBasedAlwaysOff
    case (.traceIDRatio, true): .parentBasedTraceIDRatio
    }
  }

  /// Whether no span leaves, and so nothing else is asked.
  var keepsNothing: Bool { root == .alwaysOff && !isParentBased }

  /// Whether anything about a span but its trace and its service decides.
  var hasClasses: Bool { !keep.isEmpty || !ratioBySpanName.isEmpty }
}

/// Classes of spans of which each is kept, whatever its trace id.
package struct KeepRules: Sendable, Equatable {
  /// Whether spans whose status is an error are kept.
  package var errors = false
  /// Spans that took more nanoseconds are kept.
  package var slowerThan: UInt64?
  /// Spans with one of the values, as text, under the key are kept.
  package var attributes: [String: [String]] = [:]
  /// Spans of these names are kept.
  package var names: [String] = []

  package init() {}

  var isEmpty: Bool { self == KeepRules() }
}
