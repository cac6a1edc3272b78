/// What decides about the records of the resource at hand. It holds no references: it is copied for each.
struct ResourceSampling {
  /// How much has to be known of a span.
  enum Path {
    case keepEverything
    case keepNothing
    /// Its trace id, if it has no trace state.
    case byTraceID
    /// Its trace id and trace state.
    case byTrace
    /// Its class, too.
    case byClass
  }

  private(set) var path = Path.keepEverything
  private(set) var service = ServiceRegistry.other
  /// Whether the service has no number of its own.
  private(set) var isTurnedAway = false
  private(set) var rule = SamplingRule(.alwaysOn)
  /// What becomes of a span without a trace state that is kept by its trace id alone.
  private(set) var plain = SpanVerdict(.keptAlwaysOn)
  private(set) var logs = LogRule()
  /// What the rate limit of the service is at.
  var limit = SamplingThreshold.always

  /// For everything.
  init() {}

  /// For a service, given its number in the registry, if it has one, and the ratio that the settings give it.
  init(_ options: PipelineOptions, service: Int?, ratio: Double?) {
    let sampler = options.sampler
    self.service = service ?? ServiceRegistry.other
    isTurnedAway = service == nil
    rule =
      if let ratio, !sampler.keepsNothing { .service(ratio) } else { SamplingRule(sampler.root) }
    path = Self.path(rule, sampler)
    plain = SpanVerdict(rule.kept, sampler.assumesUnsampled ? .write : .leave, rule.threshold)
    logs = LogRule(options.logSampling, rule, ratio: ratio)
  }

  private static func path(_ rule: SamplingRule, _ sampler: SpanSampler) -> Path {
    let isLimited = sampler.rateLimit != nil
    if sampler.keepsNothing { return .keepNothing }
    if rule.kind == .alwaysOn, !isLimited, sampler.ratioBySpanName.isEmpty { return .keepEverything }
    if sampler.hasClasses { return .byClass }
    return rule.kind == .ratio && !isLimited ? .byTraceID : .byTrace
  }
}
