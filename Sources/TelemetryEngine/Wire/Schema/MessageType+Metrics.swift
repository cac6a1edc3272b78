extension MessageType {
  /// opentelemetry/proto/metrics/v1 and collector/metrics/v1, down to the metric's data.
  var metricFields: [FieldDefinition] {
    switch self {
    case .exportMetricsServiceRequest: [.many(1, "resourceMetrics", .resourceMetrics)]
    case .resourceMetrics:
      [
        .one(1, "resource", .resource),
        .many(2, "scopeMetrics", .scopeMetrics),
        .one(3, "schemaUrl", .string),
      ]
    case .scopeMetrics:
      [
        .one(1, "scope", .instrumentationScope),
        .many(2, "metrics", .metric),
        .one(3, "schemaUrl", .string),
      ]
    case .metric:
      [
        .one(1, "name", .string),
        .one(2, "description", .string),
        .one(3, "unit", .string),
        .choice(5, "gauge", .gauge),
        .choice(7, "sum", .sum),
        .choice(9, "histogram", .histogram),
        .choice(10, "exponentialHistogram", .exponentialHistogram),
        .choice(11, "summary", .summary),
        .many(12, "metadata", .keyValue),
      ]
    case .gauge: [.many(1, "dataPoints", .numberDataPoint)]
    case .sum:
      [
        .many(1, "dataPoints", .numberDataPoint),
        .one(2, "aggregationTemporality", .enumeration),
        .one(3, "isMonotonic", .bool),
      ]
    case .histogram:
      [
        .many(1, "dataPoints", .histogramDataPoint),
        .one(2, "aggregationTemporality", .enumeration),
      ]
    case .exponentialHistogram:
      [
        .many(1, "dataPoints", .exponentialHistogramDataPoint),
        .one(2, "aggregationTemporality", .enumeration),
      ]
    case .summary: [.many(1, "dataPoints", .summaryDataPoint)]
    default: []
    }
  }
}
