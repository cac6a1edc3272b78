extension MetricsReader {
  /// Reads a point, and returns the key of its series: that of the stream and its attributes.
  mutating func readPoint(
    _ bytes: RawSpan, _ field: WireField, _ kind: MetricStream.Kind, _ streamKey: ContentKey
  ) throws(WireError) -> ContentKey {
    point.reset()
    var key = streamKey
    let attributeTag = kind.attributeTag
    // Attributes mostly lie side by side, and are then hashed at once.
    var run = 0..<0
    var reader = FieldReader(bytes, field.low, field.high, depth: 5)
    while let part = try reader.next() {
      if part.tag == attributeTag {
        if run.upperBound == part.start, !run.isEmpty {
          run = run.lowerBound..<part.end
        } else {
          if !run.isEmpty { key = key.adding(bytes, run.lowerBound, run.upperBound, secret) }
          run = part.start..<part.end
        }
        continue
      }
      switch kind {
      case .gauge, .sum: try readNumber(bytes, part)
      case .histogram: if !readTotals(bytes, part) { try readHistogram(bytes, part) }
      case .exponentialHistogram: if !readTotals(bytes, part) { try readExponential(bytes, part) }
      case .summary: if !readTotals(bytes, part) { try readSummary(bytes, part) }
      }
    }
    return run.isEmpty ? key : key.adding(bytes, run.lowerBound, run.upperBound, secret)
  }

  private mutating func readNumber(_ bytes: RawSpan, _ part: WireField) throws(WireError) {
    switch part.tag {
    case 0x11: point.start = bytes.value(part)
    case 0x19: point.time = bytes.value(part)
    case 0x21: point.number = Double(bitPattern: bytes.value(part))
    case 0x2a: try readExemplar(bytes, part)
    case 0x31: point.number = Double(Int64(bitPattern: bytes.value(part)))
    case 0x40: point.hasNoRecordedValue = bytes.value(part) & 1 != 0
    default: return
    }
  }

  /// The fields that have one number in points of every kind but plain numbers.
  private mutating func readTotals(_ bytes: RawSpan, _ part: WireField) -> Bool {
    switch part.tag {
    case 0x11: point.start = bytes.value(part)
    case 0x19: point.time = bytes.value(part)
    case 0x21: point.count = bytes.value(part)
    case 0x29: point.sum = Double(bitPattern: bytes.value(part))
    default: return false
    }
    return true
  }

  private mutating func readHistogram(_ bytes: RawSpan, _ part: WireField) throws(WireError) {
    switch part.tag {
    case 0x31: point.bucketCounts.append(bytes.value(part))
    case 0x32: try append(bytes, part, .fixed64, to: &point.bucketCounts)
    case 0x39: point.bounds.append(Double(bitPattern: bytes.value(part)))
    case 0x3a:
      var reader = try PackedReader(bytes, part.low, part.high, .double)
      while let value = try reader.next() { point.bounds.append(Double(bitPattern: value)) }
    case 0x42: try readExemplar(bytes, part)
    case 0x50: point.hasNoRecordedValue = bytes.value(part) & 1 != 0
    default: return
    }
  }

  private mutating func readExponential(_ bytes: RawSpan, _ part: WireField) throws(WireError) {
    switch part.tag {
    case 0x30: point.scale = Self.zigZag(bytes.value(part))
    case 0x39: point.zeroCount = bytes.value(part)
    case 0x42: try readBuckets(bytes, part, &point.positive)
    case 0x4a: try readBuckets(bytes, part, &point.negative)
    case 0x50: point.hasNoRecordedValue = bytes.value(part) & 1 != 0
    case 0x5a: try readExemplar(bytes, part)
    case 0x71: point.zeroThreshold = Double(bitPattern: bytes.value(part))
    default: return
    }
  }

  private mutating func readSummary(_ bytes: RawSpan, _ part: WireField) throws(WireError) {
    switch part.tag {
    case 0x32:
      var quantile = (quantile: 0.0, value: 0.0)
      var reader = FieldReader(bytes, part.low, part.high, depth: 6)
      while let field = try reader.next() {
        switch field.tag {
        case 0x09: quantile.quantile = Double(bitPattern: bytes.value(field))
        case 0x11: quantile.value = Double(bitPattern: bytes.value(field))
        default: continue
        }
      }
      point.quantiles.append(quantile)
    case 0x40: point.hasNoRecordedValue = bytes.value(part) & 1 != 0
    default: return
    }
  }

  private func readBuckets(
    _ bytes: RawSpan, _ part: WireField, _ buckets: inout MetricPoint.Buckets
  ) throws(WireError) {
    var reader = FieldReader(bytes, part.low, part.high, depth: 6)
    while let field = try reader.next() {
      switch field.tag {
      case 0x08: buckets.offset = Self.zigZag(bytes.value(field))
      case 0x10: buckets.counts.append(bytes.value(field))
      case 0x12: try append(bytes, field, .uint64, to: &buckets.counts)
      default: continue
      }
    }
  }

  private func append(
    _ bytes: RawSpan, _ part: WireField, _ kind: FieldKind, to values: inout [UInt64]
  ) throws(WireError) {
    var reader = try PackedReader(bytes, part.low, part.high, kind)
    while let value = try reader.next() { values.append(value) }
  }

  private static func zigZag(_ value: UInt64) -> Int32 {
    let word = UInt32(truncatingIfNeeded: value)
    return Int32(bitPattern: word >> 1) ^ -Int32(bitPattern: word & 1)
  }

  private mutating func readExemplar(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    var exemplar = MetricPoint.Exemplar()
    var reader = FieldReader(bytes, field.low, field.high, depth: 6)
    while let part = try reader.next() {
      switch part.tag {
      case 0x11: exemplar.time = bytes.value(part)
      case 0x19: exemplar.value = Double(bitPattern: bytes.value(part))
      case 0x22: if part.high - part.low == 8 { exemplar.spanID = bytes.bigEndian64(at: part.low) }
      case 0x2a: if part.high - part.low == 16 { exemplar.traceID = bytes.bigEndian128(at: part.low) }
      case 0x31: exemplar.value = Double(Int64(bitPattern: bytes.value(part)))
      case 0x3a: exemplar.attributes.append(try ReceivedAttribute(bytes, part))
      default: continue
      }
    }
    if point.exemplars.count == MetricPoint.maxExemplars { point.exemplars.removeFirst() }
    point.exemplars.append(exemplar)
  }
}
