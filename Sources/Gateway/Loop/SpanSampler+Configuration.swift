package import Configuration
package import TelemetryEngine

extension SpanSampler {
  package init(_ sampling: GatewayConfiguration.Sampling) {
    switch sampling.sampler {
    case .alwaysOn: self.init(root: .alwaysOn, isParentBased: false)
    case .alwaysOff: self.init(root: .alwaysOff, isParentBased: false)
    case .traceIDRatio: self.init(root: .traceIDRatio(sampling.ratio), isParentBased: false)
    case .parentBasedAlwaysOn: self.init(root: .alwaysOn, isParentBased: true)
    case .parentBasedAlwaysOff: self.init(root: .alwaysOff, isParentBased: true)
    case .parentBasedTraceIDRatio: self.init(root: .traceIDRatio(sampling.ratio), isParentBased: true)
    }
    mode =
      switch sampling.mode {
      case .equalizing: .equalizing
      case .proportional: .proportional
      }
    assumesUnsampled = sampling.assumeUnsampled
    keep = KeepRules(sampling.keep)
    ratioByService = sampling.byService
    ratioBySpanName = sampling.bySpanName
    rateLimit = sampling.rateLimit
  }
}

extension KeepRules {
  fileprivate init(_ kept: GatewayConfiguration.KeptSpans) {
    self.init()
    errors = kept.errors
    slowerThan = kept.slowerThan.map { UInt64(clamping: $0.wholeNanoseconds) }
    attributes = kept.attributes
    names = kept.names
  }
}

extension LogSampling {
  package init(_ sampling: GatewayConfiguration.Sampling) {
    self =
      switch sampling.logs {
      case .all: .all
      case .followTrace: .followTrace
      case .ratio: .ratio(sampling.ratio)
      }
  }
}
