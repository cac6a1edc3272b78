extension MetricsReader {
  /// Reads what all points of a metric have in common.
  func describe(
    _ bytes: RawSpan, _ metric: WireField, _ envelope: Envelope, _ stream: inout MetricStream
  ) throws(WireError) {
    for resource in envelope.resource {
      var reader = FieldReader(bytes, resource.lowerBound, resource.upperBound, depth: 2)
      while let part = try reader.next() {
        if part.tag == 0x0a { stream.resource.append(try ReceivedAttribute(bytes, part)) }
      }
    }
    for scope in envelope.scope {
      var reader = FieldReader(bytes, scope.lowerBound, scope.upperBound, depth: 3)
      while let part = try reader.next() {
        switch part.tag {
        case 0x0a: stream.scope.name = bytes.string(part.low, part.high)
        case 0x12: stream.scope.version = bytes.string(part.low, part.high)
        case 0x1a: stream.scope.attributes.append(try ReceivedAttribute(bytes, part))
        default: continue
        }
      }
    }
    stream.scope.schemaURL = bytes.string(envelope.schemaURL.lowerBound, envelope.schemaURL.upperBound)
    var reader = FieldReader(bytes, metric.low, metric.high, depth: 3)
    while let part = try reader.next() {
      switch part.tag {
      case 0x0a: stream.name = bytes.string(part.low, part.high)
      case 0x12: stream.description = bytes.string(part.low, part.high)
      case 0x1a: stream.unit = bytes.string(part.low, part.high)
      case 0x62: stream.metadata.append(try ReceivedAttribute(bytes, part))
      default: continue
      }
    }
  }
}
