/// What a pipeline does with what it receives.
package struct PipelineOptions: Sendable {
  package var sampler: SpanSampler
  package var privacyMode: PrivacyMode
  package var pseudonymKey: PseudonymKey
  /// `service.name` where a sender gave none.
  package var serviceName: String
  /// Resource attributes where a sender gave none of that key, `service.name` not among them.
  package var resourceAttributes: [(key: String, value: String)]
  /// Whether `plugins.execute` spans are observed.
  package var observesPlugins: Bool

  package init(
    sampler: SpanSampler, privacyMode: PrivacyMode, pseudonymKey: PseudonymKey, serviceName: String,
    resourceAttributes: [(key: String, value: String)] = [], observesPlugins: Bool = true
  ) {
    self.sampler = sampler
    self.privacyMode = privacyMode
    self.pseudonymKey = pseudonymKey
    self.serviceName = serviceName
    self.resourceAttributes = resourceAttributes
    self.observesPlugins = observesPlugins
  }
}

/// Takes export requests as received bytes to bytes that may leave: decodes and validates, derives
/// metrics, samples, applies the privacy mode, in one pass and without building messages.
///
/// One pipeline belongs to one event loop. It does no I/O and has no clock; what it does to a
/// request depends on the request and the options alone.
package struct TelemetryPipeline {
  let options: PipelineOptions
  let resourceDefaults: ResourceDefaults
  var rewriter: Rewriter
  var items = RequestItems()
  /// Whether what is kept is written; otherwise it is only checked and counted.
  var isWriting = true
  /// Plugin executions seen in the request at hand; the caller counts them once it has accepted it.
  package internal(set) var pluginObservations: [PluginObservation] = []

  package init(_ options: PipelineOptions) {
    self.options = options
    resourceDefaults = ResourceDefaults(options)
    rewriter = Rewriter(scrubber: Scrubber(mode: options.privacyMode, key: options.pseudonymKey))
  }

  /// Changes the request made, by `PrivacyRule.rawValue`.
  package var redactions: [Int] { rewriter.scrubber.counts }

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
    rewriter.scrubber.resetCounts()
    rewriter.hasInvalidText = false
    let mark = output.count
    do {
      try self.request(signal, request, &output)
    } catch {
      output.truncate(to: mark)
      throw error
    }
    if items.kept == 0 || !isWanted { output.truncate(to: mark) }
    return items
  }

  private mutating func request(
    _ signal: Signal, _ bytes: RawSpan, _ output: inout WireBuffer
  ) throws(WireError) {
    var reader = WireReader(bytes, 0, bytes.byteCount, depth: 0)
    while let field = try reader.next() {
      if field.number == 1 {
        guard field.wireType == .lengthDelimited else { continue }
        try resourceBlock(signal, bytes, field, &output)
      } else {
        output.append(bytes, field.start, field.end)
      }
    }
  }
}
