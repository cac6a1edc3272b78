/// Everything of a metric but its points.
struct MetricHead {
  /// Of the stream.
  private(set) var key: ContentKey
  /// Nil when the metric has no data.
  private(set) var kind: MetricStream.Kind?
  private(set) var temporality = MetricStream.Temporality.unspecified
  /// The messages that hold the points; decoders merge them if there are several of one kind.
  private(set) var data: [WireField] = []
  private var dataNumber: UInt32 = 0

  init(key: ContentKey) { self.key = key }

  mutating func read(_ bytes: RawSpan, _ metric: WireField, _ secret: PseudonymKey) throws(WireError) {
    var reader = FieldReader(bytes, metric.low, metric.high, depth: 3)
    while let part = try reader.next() {
      switch part.tag {
      case 0x0a, 0x12, 0x1a, 0x62:
        key = key.adding(UInt64(part.tag)).adding(bytes, part.low, part.high, secret)
      case 0x2a, 0x3a, 0x4a, 0x52, 0x5a:
        // Of a choice the last one counts.
        if part.number != dataNumber { data = [] }
        dataNumber = part.number
        data.append(part)
      default: continue
      }
    }
    var isMonotonic = false
    for part in data {
      var reader = FieldReader(bytes, part.low, part.high, depth: 4)
      while let field = try reader.next() {
        switch field.tag {
        case 0x10 where dataNumber != 5 && dataNumber != 11:
          temporality = MetricStream.Temporality(bytes.value(field))
        case 0x18 where dataNumber == 7: isMonotonic = bytes.value(field) != 0
        default: continue
        }
      }
    }
    kind =
      switch dataNumber {
      case 5: .gauge
      case 7: .sum(isMonotonic: isMonotonic)
      case 9: .histogram
      case 10: .exponentialHistogram
      case 11: .summary
      default: nil
      }
    key = key.adding(UInt64(dataNumber) << 8 | UInt64(temporality.rawNumber) << 1 | (isMonotonic ? 1 : 0))
  }
}

extension MetricStream.Temporality {
  /// As `AggregationTemporality` has them; what it does not have is unspecified.
  init(_ number: UInt64) {
    switch number {
    case 1: self = .delta
    case 2: self = .cumulative
    default: self = .unspecified
    }
  }

  var rawNumber: UInt8 {
    switch self {
    case .unspecified: 0
    case .delta: 1
    case .cumulative: 2
    }
  }
}
