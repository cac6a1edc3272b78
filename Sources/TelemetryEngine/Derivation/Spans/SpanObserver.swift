/// Finds the series of each span on one loop. One that is known costs a look at the span's fields and a hash of
/// what tells it apart, and no text.
struct SpanObserver {
  /// Keys that are remembered; past it all are read again.
  private let maxKeys: Int
  private let registry: SpanSeriesRegistry
  private let dimensions: [(key: String, bytes: [UInt8])]
  /// A bit for the length of each key, modulo 64.
  private let keyLengths: UInt64
  /// What the gateway says of a resource without the attribute, by dimension.
  private let defaults: [String?]
  private let ownName: String
  private var known: [ContentKey: Int] = [:]
  /// Of the resource at hand.
  private var service: Range<Int>?
  private var resourceKey = ContentKey.empty
  /// Where the resource at hand has the value of each dimension, if it does.
  private var resourceValues: [WireField?]
  /// The same of the span at hand.
  private var spanValues: [WireField?]

  init(_ settings: SpanMetricsOptions, _ options: PipelineOptions) {
    registry = settings.registry
    maxKeys = max(20_000, 2 * settings.registry.maxSeries)
    dimensions = settings.dimensions.map { ($0, Array($0.utf8)) }
    keyLengths = settings.dimensions.reduce(0) { $0 | 1 << UInt64($1.utf8.count & 63) }
    defaults = settings.dimensions.map { key in
      options.resourceAttributes.first { $0.key == key }?.value
    }
    ownName = options.serviceName
    resourceValues = Array(repeating: nil, count: dimensions.count)
    spanValues = resourceValues
  }

  /// Looks at the resource of a block before its spans come. `service` is its name, if it has one.
  mutating func survey(_ bytes: RawSpan, _ block: WireField, service: Range<Int>?) throws(WireError) {
    self.service = service
    resourceKey =
      service.map { ContentKey.empty.adding(bytes, $0.lowerBound, $0.upperBound, registry.secret) } ?? .empty
    guard !dimensions.isEmpty else { return }
    for index in resourceValues.indices { resourceValues[index] = nil }
    var reader = FieldReader(bytes, block.low, block.high, depth: 1)
    while let field = try reader.next() {
      guard field.tag == 0x0a else { continue }
      var attributes = FieldReader(bytes, field.low, field.high, depth: 2)
      while let attribute = try attributes.next() {
        if attribute.tag == 0x0a { try note(bytes, attribute, depth: 3, in: &resourceValues) }
      }
    }
  }

  private func note(
    _ bytes: RawSpan, _ attribute: WireField, depth: Int, in values: inout [WireField?]
  ) throws(WireError) {
    // Most attributes are none of them by the length of their key, which encoders write first.
    let start = attribute.low
    if attribute.high - start >= 2, bytes.uint8(at: start) == 0x0a {
      let length = bytes.uint8(at: start + 1)
      if length < 0x80, keyLengths & 1 << UInt64(length & 63) == 0 { return }
    }
    let key = try AttributeParts(bytes, attribute, depth: depth).key
    for (index, dimension) in dimensions.enumerated() where bytes.holds(dimension.bytes, key) {
      values[index] = attribute
    }
  }

  /// Observes a span that has been validated. Labels go through `scrubber`, uncounted: the span's own fields
  /// count.
  mutating func observe(
    _ bytes: RawSpan, _ span: WireField, isKept: Bool, _ scrubber: inout Scrubber
  ) throws(WireError) -> SpanObservation {
    var facts = ObservedSpan()
    for index in spanValues.indices { spanValues[index] = nil }
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    while let field = try reader.next() {
      if field.tag == 0x4a {
        if !dimensions.isEmpty { try note(bytes, field, depth: 4, in: &spanValues) }
      } else {
        try facts.read(bytes, field)
      }
    }
    let key = try key(bytes, facts)
    let series: Int
    if let number = known[key] {
      series = number
    } else {
      series = registry.number(of: try labels(bytes, facts, &scrubber))
      if known.count >= maxKeys { known = [:] }
      known[key] = series
    }
    return SpanObservation(
      series: series, seconds: facts.seconds, time: facts.end, traceID: facts.traceID(bytes),
      spanID: facts.spanID(bytes), isKept: isKept)
  }

  private func key(_ bytes: RawSpan, _ facts: ObservedSpan) throws(WireError) -> ContentKey {
    var key =
      resourceKey
      .adding((service == nil ? 1 : 0) << 16 | UInt64(facts.kind) << 8 | UInt64(facts.status))
      .adding(bytes, facts.name.lowerBound, facts.name.upperBound, registry.secret)
    for index in dimensions.indices {
      guard let field = spanValues[index] ?? resourceValues[index] else {
        key = key.adding(UInt64(0))
        continue
      }
      key = key.adding(UInt64(1)).adding(bytes, field.low, field.high, registry.secret)
    }
    return key
  }

  private func labels(
    _ bytes: RawSpan, _ facts: ObservedSpan, _ scrubber: inout Scrubber
  ) throws(WireError) -> SpanLabels {
    let mark = scrubber.journal.mark
    defer { scrubber.journal.rollBack(to: mark) }
    var labels = SpanLabels()
    if let service {
      labels.service = scrubber.labelText(bytes, service, key: "service.name")
    } else {
      labels.service = scrubber.ownLabelText(ownName, key: "service.name")
    }
    labels.name = ObservedValue.text(facts.name).label(bytes, &scrubber)
    labels.kind = SpanLabels.kinds[facts.kind]
    labels.status = SpanLabels.statuses[facts.status]
    for (index, dimension) in dimensions.enumerated() {
      var value = ""
      if let field = spanValues[index] ?? resourceValues[index] {
        value = try ObservedValue(bytes, AttributeParts(bytes, field, depth: 4))
          .label(bytes, &scrubber, key: dimension.key)
      } else if let text = defaults[index] {
        value = scrubber.ownLabelText(text, key: dimension.key)
      }
      if !value.isEmpty { labels.dimensions.append(ReceivedAttribute(dimension.key, value)) }
    }
    return labels
  }
}
