internal import TelemetryEngine

extension SeriesState {
  /// Of an exponential histogram; others keep one for each bucket, or one.
  static let maxExponentialExemplars = 10
  /// Characters of all labels of an exemplar together (OpenMetrics 1.0, "Exemplars").
  static let maxExemplarLength = 128

  /// Keeps the exemplars of a point: of each bucket the latest one.
  mutating func keepExemplars(of point: borrowing MetricPoint, _ shape: SeriesMode.Shape) {
    for index in point.exemplars.indices {
      let exemplar = StoredExemplar(point.exemplars[index])
      switch shape {
      case .number: exemplars = [exemplar]
      case .histogram:
        guard case .buckets(let bounds, _, _) = detail else { return }
        let bucket = HistogramValue.bucket(of: exemplar.value, bounds)
        exemplars.removeAll { HistogramValue.bucket(of: $0.value, bounds) == bucket }
        exemplars.append(exemplar)
      case .exponential:
        if exemplars.count >= Self.maxExponentialExemplars { exemplars.removeFirst() }
        exemplars.append(exemplar)
      case .summary: return
      }
    }
  }
}

extension StoredExemplar {
  init(_ exemplar: MetricPoint.Exemplar) {
    traceID = exemplar.traceID
    spanID = exemplar.spanID
    value = exemplar.value
    time = exemplar.time
    // Ids go first: attributes stay only if all of them fit beside ids.
    let length = exemplar.attributes.reduce("trace_idspan_id".count + 48) {
      $0 + $1.key.unicodeScalars.count + $1.value.unicodeScalars.count
    }
    attributes =
      length > SeriesState.maxExemplarLength
      ? [] : exemplar.attributes.map { MetricFamily.Label($0.key, $0.value) }
  }

  var exposed: Exemplar {
    var labels: [MetricFamily.Label] = []
    if traceID != 0 { labels.append(.init("trace_id", traceID.hexadecimal)) }
    if spanID != 0 { labels.append(.init("span_id", spanID.hexadecimal)) }
    for label in attributes {
      // Names are those of labels, and ids win.
      guard let name = NameTranslator().label(label.name), !labels.contains(where: { $0.name == name }) else {
        continue
      }
      labels.append(.init(name, label.value))
    }
    return Exemplar(labels, value: value, time: time)
  }
}
