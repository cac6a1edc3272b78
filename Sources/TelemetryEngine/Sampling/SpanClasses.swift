/// Finds out of which class a span is, for the rules that do not go by its trace: what is kept whatever the
/// ratio, and ratios by span name. A class depends on what the span says, never on its randomness, so that
/// counts estimated from `th` stay right (OpenTelemetry, "TraceState: Probability Sampling", general
/// requirements).
struct SpanClasses {
  private let errors: Bool
  private let slowerThan: UInt64?
  private let attributes: ByteTable<[KeptValue]>
  private let names: ByteTable<Void>
  private let rules: ByteTable<SamplingRule>

  init(_ sampler: SpanSampler) {
    errors = sampler.keep.errors
    slowerThan = sampler.keep.slowerThan
    attributes = ByteTable(sampler.keep.attributes.mapValues { $0.map(KeptValue.init) })
    names = ByteTable(Dictionary(sampler.keep.names.map { ($0, ()) }) { first, _ in first })
    rules = ByteTable(sampler.ratioBySpanName.mapValues(SamplingRule.spanName))
  }

  /// Why the span is kept whatever its trace id, if it is, and the rule of its name, if there is one. Reads
  /// it as far as the walk that follows does, and throws what that would.
  func find(
    _ bytes: RawSpan, _ span: WireField
  ) throws(WireError) -> (kept: SamplingOutcome?, rule: SamplingRule?) {
    var facts = ClassFacts()
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    while let field = try reader.next() {
      switch field.tag {
      case 0x2a: facts.name = field.low..<field.high
      case 0x39: facts.start = bytes.value(field)
      case 0x41: facts.end = bytes.value(field)
      case 0x4a: if !attributes.isEmpty { try note(bytes, field, &facts) }
      case 0x7a: if errors { try facts.readStatus(bytes, field) }
      default: continue
      }
    }
    return (reason(bytes, facts), rules.value(bytes, facts.name))
  }

  private func reason(_ bytes: RawSpan, _ facts: ClassFacts) -> SamplingOutcome? {
    if facts.isError { return .keptError }
    if let slowerThan, facts.end > facts.start, facts.end - facts.start > slowerThan { return .keptSlow }
    if facts.hasKeptAttribute { return .keptAttribute }
    return names.value(bytes, facts.name) != nil ? .keptName : nil
  }

  private func note(
    _ bytes: RawSpan, _ field: WireField, _ facts: inout ClassFacts
  ) throws(WireError) {
    let parts = try AttributeParts(bytes, field, depth: 4)
    guard let kept = attributes.value(bytes, parts.key) else { return }
    let value = try ClassifiedValue(bytes, parts)
    if kept.contains(where: { $0.matches(value, bytes) }) { facts.hasKeptAttribute = true }
  }
}

/// What the classes go by.
private struct ClassFacts {
  var name = 0..<0
  var start: UInt64 = 0
  var end: UInt64 = 0
  var isError = false
  var hasKeptAttribute = false

  /// Messages that occur twice are merged, so that a later code counts and a later status without one does
  /// not.
  mutating func readStatus(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    var reader = FieldReader(bytes, field.low, field.high, depth: 4)
    while let part = try reader.next() {
      if part.tag == 0x18 { isError = bytes.value(part) == 2 }
    }
  }
}
