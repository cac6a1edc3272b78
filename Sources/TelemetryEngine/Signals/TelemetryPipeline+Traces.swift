/// What has to be known of a span before it is written, in whatever order its fields come.
struct SpanFacts {
  var traceID = 0..<0
  var spanID = 0..<0
  var traceState = 0..<0
  var name = 0..<0

  @inline(__always)
  init(_ bytes: RawSpan, _ span: WireField) throws(WireError) {
    var reader = WireReader(bytes, span.low, span.high, depth: 3)
    while let field = try reader.next() {
      guard field.wireType == .lengthDelimited else { continue }
      switch field.number {
      case 1: traceID = field.low..<field.high
      case 2: spanID = field.low..<field.high
      case 3: traceState = field.low..<field.high
      case 5: name = field.low..<field.high
      default: continue
      }
    }
  }

  /// The trace id's last eight bytes; nil when the id is not 16 bytes or all zero.
  @inline(__always)
  func traceIDLow(_ bytes: RawSpan) -> UInt64? {
    guard traceID.count == 16 else { return nil }
    let low = bytes.bigEndianWord(traceID.lowerBound + 8)
    return low == 0 && bytes.word(traceID.lowerBound) == 0 ? nil : low
  }

  @inline(__always)
  func hasSpanID(_ bytes: RawSpan) -> Bool {
    spanID.count == 8 && bytes.word(spanID.lowerBound) != 0
  }
}

extension TelemetryPipeline {
  /// One span: validated, observed, sampled, written.
  mutating func span(
    _ bytes: RawSpan, _ field: WireField, _ output: inout WireBuffer
  ) throws(WireError) {
    let facts = try SpanFacts(bytes, field)
    let traceIDLow = facts.traceIDLow(bytes)
    let isKept =
      traceIDLow.map { low in
        let upstream =
          facts.traceState.isEmpty
          ? nil : SamplingTraceState(bytes, facts.traceState.lowerBound, facts.traceState.upperBound)
        return options.sampler.keeps(traceIDLow: low, upstream: upstream)
      } ?? false
    let mark = output.count
    if isKept && isWriting {
      output.append(tag: 2, .lengthDelimited)
      let slot = output.openLength()
      try rewriter.wholeMessage(
        bytes, field.low, field.high, .span, place: .item, depth: 3, into: &output)
      output.closeLength(slot)
    } else if try !MessageValidator.validate(bytes, field.low, field.high, .span, depth: 3) {
      rewriter.hasInvalidText = true
    }
    let reason: RejectionReason? =
      takeInvalidText()
      ? .invalidText : traceIDLow == nil ? .invalidTraceID : facts.hasSpanID(bytes) ? nil : .invalidSpanID
    if let reason {
      output.truncate(to: mark)
      items.reject(reason)
      return
    }
    items.received += 1
    if isKept { items.kept += 1 } else { items.sampledOut += 1 }
    if options.observesPlugins, PluginObservation.isExecution(bytes, facts.name) {
      pluginObservations.append(try PluginObservation(bytes, field, &rewriter.scrubber))
    }
  }
}
