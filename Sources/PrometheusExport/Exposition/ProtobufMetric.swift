/// Writes `io.prometheus.client.Metric` messages.
enum ProtobufMetric {
  /// Writes one series; false when its value is not of the kind, and then something incomplete is there.
  static func write(
    _ labels: [UInt8], _ series: ExposedSeries, _ kind: MetricFamily.Kind, to metric: inout ProtobufBytes
  ) -> Bool {
    var isRight = true
    LabelText.forEachPair(labels) { name, value in
      metric.begin(
        1, size: ProtobufBytes.fieldSize(1, name.count) + ProtobufBytes.fieldSize(2, value.count))
      metric.append(1, name)
      metric.append(2, value)
    }
    switch (kind, series.value) {
    case (.counter, .number(let value)):
      metric.message(3) { counter in
        counter.double(1, value)
        if let exemplar = series.exemplars.last { counter.message(2) { write(exemplar, to: &$0) } }
        time(3, series.start, to: &counter)
      }
    case (.gauge, .number(let value)), (.info, .number(let value)), (.stateset, .number(let value)):
      metric.message(2) { $0.double(1, value) }
    case (.unknown, .number(let value)): metric.message(5) { $0.double(1, value) }
    case (.summary, .summary(let summary)): metric.message(4) { write(summary, series.start, to: &$0) }
    case (.histogram, .histogram(let histogram)):
      metric.message(7) { write(ClassicBuckets(histogram), histogram.sum, series, to: &$0) }
    case (.histogram, .exponential(let histogram)):
      metric.message(7) { NativeHistogram.write(histogram, series, to: &$0) }
    default: isRight = false
    }
    return isRight
  }

  private static func write(_ summary: SummaryValue, _ start: UInt64, to message: inout ProtobufBytes) {
    message.number(1, summary.count)
    message.double(2, summary.sum)
    for quantile in summary.quantiles {
      message.message(3) {
        $0.double(1, quantile.quantile)
        $0.double(2, quantile.value)
      }
    }
    time(4, start, to: &message)
  }

  private static func write(
    _ buckets: ClassicBuckets, _ sum: Double?, _ series: ExposedSeries, to message: inout ProtobufBytes
  ) {
    message.number(1, buckets.count)
    if let sum { message.double(2, sum) }
    let exemplars = BucketExemplars(series.exemplars, buckets.bounds)
    for index in 0...buckets.bounds.count {
      let isLast = index == buckets.bounds.count
      message.message(3) { bucket in
        bucket.number(1, isLast ? buckets.count : buckets.cumulative[index])
        bucket.double(2, isLast ? .infinity : buckets.bounds[index])
        if let exemplar = exemplars[index] { bucket.message(3) { write(exemplar, to: &$0) } }
      }
    }
    time(15, series.start, to: &message)
  }

  static func write(_ exemplar: Exemplar, to message: inout ProtobufBytes) {
    for label in exemplar.shownLabels {
      message.message(1) {
        $0.text(1, label.name)
        $0.text(2, label.value)
      }
    }
    message.double(2, exemplar.value)
    time(3, exemplar.time, to: &message)
  }

  /// A `google.protobuf.Timestamp`; nothing when nobody said.
  static func time(_ field: UInt64, _ nanoseconds: UInt64, to message: inout ProtobufBytes) {
    guard nanoseconds > 0 else { return }
    message.message(field) {
      $0.number(1, nanoseconds / 1_000_000_000)
      $0.number(2, nanoseconds % 1_000_000_000)
    }
  }
}
