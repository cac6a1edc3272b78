/// Writes `io.prometheus.client.MetricFamily` messages, each with its length before it.
///
/// The length of a family comes before its series. It is found by going through them once without keeping
/// what is written, so that a family need not be in memory as a whole.
struct ProtobufFamilyWriter: FamilyWriter {
  var bytes: [UInt8] {
    get { output.bytes }
    _modify { yield &output.bytes }
  }
  private var output = ProtobufBytes()
  private let escaping: EscapingScheme
  private var kind = MetricFamily.Kind.unknown
  /// One metric with its length, filled anew for each.
  private var metric = ProtobufBytes()

  init(_ escaping: EscapingScheme) { self.escaping = escaping }

  mutating func begin(_ family: PlannedFamily) {
    kind = family.kind
    var head = ProtobufBytes()
    head.text(1, family.name)
    head.text(2, family.help)
    if let type = typeNumber { head.number(3, type) }
    var length = head.bytes.count
    var cursor = SeriesCursor(family, escaping)
    while let (labels, series) = cursor.next() {
      metric.bytes.removeAll(keepingCapacity: true)
      if ProtobufMetric.write(labels, series, kind, to: &metric) {
        length += ProtobufBytes.fieldSize(4, metric.bytes.count)
      }
    }
    if !family.unit.isEmpty { length += ProtobufBytes.fieldSize(5, family.unit.utf8.count) }
    var frame = ProtobufBytes()
    frame.varint(UInt64(length))
    bytes += frame.bytes
    bytes += head.bytes
    // The order of fields has no meaning, and everything but the metrics is known now.
    guard !family.unit.isEmpty else { return }
    var tail = ProtobufBytes()
    tail.text(5, family.unit)
    bytes += tail.bytes
  }

  mutating func write(_ labels: [UInt8], _ series: ExposedSeries) -> Bool {
    metric.bytes.removeAll(keepingCapacity: true)
    guard ProtobufMetric.write(labels, series, kind, to: &metric) else { return false }
    output.append(4, metric.bytes[...])
    return true
  }

  mutating func finish() {}

  /// The number of the type; nil for a counter, whose number is the default.
  private var typeNumber: UInt64? {
    switch kind {
    case .counter: nil
    case .gauge, .info, .stateset: 1
    case .summary: 2
    case .unknown: 3
    case .histogram: 4
    }
  }
}
