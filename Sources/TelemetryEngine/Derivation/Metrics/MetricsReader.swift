/// Reads export requests of metrics that a pipeline has let through, and so are valid, point by point.
package struct MetricsReader {
  let secret: PseudonymKey
  var point = MetricPoint()

  /// A reader whose keys are its own. `secret` must be random.
  package init(secret: PseudonymKey) { self.secret = secret }

  /// Hands all points of a request to `consumer`.
  ///
  /// - Throws: when the request does not decode; what comes before the fault has been taken.
  package mutating func read(
    _ bytes: RawSpan, into consumer: some MetricsConsumer
  ) throws(WireError) {
    var reader = FieldReader(bytes, 0, bytes.byteCount)
    while let field = try reader.next() {
      if field.tag == 0x0a { try resourceBlock(bytes, field, consumer) }
    }
  }

  private mutating func resourceBlock(
    _ bytes: RawSpan, _ field: WireField, _ consumer: some MetricsConsumer
  ) throws(WireError) {
    var envelope = Envelope()
    var reader = FieldReader(bytes, field.low, field.high, depth: 1)
    while let part = try reader.next() {
      if part.tag == 0x0a {
        envelope.resource.append(part.low..<part.high)
        envelope.key = envelope.key.adding(bytes, part.low, part.high, secret)
      }
    }
    reader = FieldReader(bytes, field.low, field.high, depth: 1)
    while let part = try reader.next() {
      if part.tag == 0x12 { try scopeBlock(bytes, part, envelope, consumer) }
    }
  }

  private mutating func scopeBlock(
    _ bytes: RawSpan, _ field: WireField, _ outer: Envelope, _ consumer: some MetricsConsumer
  ) throws(WireError) {
    var envelope = outer
    var reader = FieldReader(bytes, field.low, field.high, depth: 2)
    while let part = try reader.next() {
      if part.tag == 0x0a {
        envelope.scope.append(part.low..<part.high)
      } else if part.tag == 0x1a {
        envelope.schemaURL = part.low..<part.high
      } else {
        continue
      }
      envelope.key = envelope.key.adding(UInt64(part.tag)).adding(bytes, part.low, part.high, secret)
    }
    reader = FieldReader(bytes, field.low, field.high, depth: 2)
    while let part = try reader.next() {
      if part.tag == 0x12 { try metric(bytes, part, envelope, consumer) }
    }
  }

  private mutating func metric(
    _ bytes: RawSpan, _ field: WireField, _ envelope: Envelope, _ consumer: some MetricsConsumer
  ) throws(WireError) {
    var head = MetricHead(key: envelope.key)
    try head.read(bytes, field, secret)
    guard let kind = head.kind else { return }
    let stream: Int
    if let known = consumer.stream(head.key) {
      stream = known
    } else {
      var description = MetricStream()
      description.kind = kind
      description.temporality = head.temporality
      try describe(bytes, field, envelope, &description)
      stream = consumer.add(description, head.key)
    }
    for data in head.data {
      var reader = FieldReader(bytes, data.low, data.high, depth: 4)
      while let part = try reader.next() {
        if part.tag == 0x0a { try point(bytes, part, kind, stream, head.key, consumer) }
      }
    }
  }

  private mutating func point(
    _ bytes: RawSpan, _ field: WireField, _ kind: MetricStream.Kind, _ stream: Int, _ streamKey: ContentKey,
    _ consumer: some MetricsConsumer
  ) throws(WireError) {
    let attributeTag = kind.attributeTag
    let key = try readPoint(bytes, field, kind, streamKey)
    let series: Int
    if let known = consumer.series(key) {
      series = known
    } else {
      var attributes: [ReceivedAttribute] = []
      var reader = FieldReader(bytes, field.low, field.high, depth: 5)
      while let part = try reader.next() {
        if part.tag == attributeTag { attributes.append(try ReceivedAttribute(bytes, part)) }
      }
      guard let added = consumer.add(attributes, of: stream, key) else { return }
      series = added
    }
    consumer.take(point, series: series, stream: stream)
  }
}

/// Where the resource and the scope of a metric are.
struct Envelope {
  var resource: [Range<Int>] = []
  var scope: [Range<Int>] = []
  var schemaURL = 0..<0
  var key = ContentKey.empty
}

extension MetricStream.Kind {
  /// The tag of attributes in its points.
  var attributeTag: UInt32 {
    switch self {
    case .gauge, .sum, .summary: 0x3a
    case .histogram: 0x4a
    case .exponentialHistogram: 0x0a
    }
  }
}
