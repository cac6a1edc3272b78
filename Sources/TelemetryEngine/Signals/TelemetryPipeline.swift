/// Takes export requests as received bytes to bytes that may leave: decodes and validates, derives
/// metrics, samples, applies the privacy mode, in one pass and without building messages.
///
/// One pipeline belongs to one event loop. It does no I/O and has no clock; what it does to a
/// request depends on the request, the options and the rate limits alone.
package struct TelemetryPipeline: ~Copyable {
  let options: PipelineOptions
  var resourceDefaults: ResourceDefaults
  var rewriter: Rewriter
  var items = RequestItems()
  let classes: SpanClasses
  var services: KnownServices
  /// What decides about the resource at hand.
  var sampling = ResourceSampling()
  /// What is decided about the span at hand, where that takes more than a path.
  var verdict = SpanVerdict(.keptAlwaysOn)
  /// What sampling did in the resource at hand.
  var tally = SamplingTally()
  /// Whether what is kept is written; otherwise it is only checked and counted.
  var isWriting = true
  /// Plugin executions seen in the request at hand; the caller counts them once it has accepted it.
  package internal(set) var pluginObservations: [PluginObservation] = []
  /// Accepted spans of the request at hand, where span metrics are wanted; the caller counts them once it has
  /// accepted it.
  package internal(set) var spanObservations: [SpanObservation] = []
  var spanObserver: SpanObserver?
  /// Services that send plugin metrics in the request at hand; the caller notes them once it has accepted it.
  package internal(set) var pluginReports: [ContentKey] = []
  /// What sampling did in the request at hand, by resource.
  package internal(set) var samplingTallies: [ServiceTally] = []
  /// What would have left of the request at hand if there were no rate limit; empty where there is none.
  package internal(set) var rateDemand: [RateDemand.Group] = []
  /// Where the demand of the scope at hand begins.
  var scopeDemand = 0
  /// What the rate limit of each service is at, by its number in the registry.
  package var rateThresholds: [SamplingThreshold] = []

  package init(_ options: PipelineOptions) {
    self.options = options
    resourceDefaults = ResourceDefaults(options)
    classes = SpanClasses(options.sampler)
    services = KnownServices(options)
    rewriter = Rewriter(options.privacy)
    spanObserver = options.spanMetrics.map { SpanObserver($0, options) }
  }

  /// Adds the changes in what leaves of the request to counts by `PrivacyRule.rawValue`.
  package func addRedactions(to counts: inout [Int]) { rewriter.scrubber.journal.add(to: &counts) }

  /// Whether `redactionLog` is kept. Slow, and for showing what a mode does; off in the gateway.
  package var recordsRedactions: Bool {
    get { rewriter.scrubber.journal.isRecording }
    set { rewriter.scrubber.journal.isRecording = newValue }
  }

  /// What privacy changed in the request at hand, if `recordsRedactions`.
  package var redactionLog: [Redaction] { rewriter.scrubber.journal.log }

  /// Appends what may leave of one request to `output`; what is appended is a request, too. Where
  /// nothing takes the signal, and so nothing `isWanted`, the request is validated, observed, sampled
  /// and counted all the same, and nothing is appended.
  ///
  /// Throws when the request does not decode; `output` is then as it was.
  package mutating func process(
    _ signal: Signal, _ request: RawSpan, isWanted: Bool = true, into output: inout WireBuffer
  ) throws(WireError) -> RequestItems {
    isWriting = isWanted
    items = RequestItems()
    pluginObservations.removeAll(keepingCapacity: true)
    pluginReports.removeAll(keepingCapacity: true)
    spanObservations.removeAll(keepingCapacity: true)
    samplingTallies.removeAll(keepingCapacity: true)
    rateDemand.removeAll(keepingCapacity: true)
    rewriter.begin(signal)
    let mark = output.count
    do {
      rewriter.writer.begin(request.byteCount, output)
      try walk(signal, request, &output)
      if !pluginObservations.isEmpty { try findGuardRails(request) }
      rewriter.writer.end(request, &output)
    } catch {
      output.truncate(to: mark)
      throw error
    }
    if items.kept == 0 || !isWanted { output.truncate(to: mark) }
    return items
  }

  private mutating func walk(
    _ signal: Signal, _ bytes: RawSpan, _ output: inout WireBuffer
  ) throws(WireError) {
    var reader = FieldReader(bytes, 0, bytes.byteCount)
    while let field = try reader.next() {
      guard field.number == 1 else {
        if field.mayHoldText { try rewriter.unknown(bytes, field, .stream, &output) }
        continue
      }
      if field.isLengthDelimited {
        try resourceBlock(signal, bytes, field, &output)
      } else {
        try rewriter.writer.cut(field, bytes, &output)
      }
    }
  }
}

/// What a record or block that turns out to be invalid takes back.
struct RequestMark {
  let items: RequestItems
  let observations: Int
  let reports: Int
  let spans: Int
  let redactions: Int
  let tally: SamplingTally
  let demand: Int
}

extension TelemetryPipeline {
  var mark: RequestMark {
    RequestMark(
      items: items, observations: pluginObservations.count, reports: pluginReports.count,
      spans: spanObservations.count, redactions: rewriter.scrubber.journal.mark, tally: tally,
      demand: rateDemand.count)
  }
}
