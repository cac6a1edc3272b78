extension MessageType {
  /// The fields that opentelemetry-proto 1.11 declares for the message, by ascending number.
  package var fields: [FieldDefinition] {
    switch self {
    case .exportTraceServiceRequest, .resourceSpans, .scopeSpans, .span, .spanEvent, .spanLink, .status:
      traceFields
    case .exportMetricsServiceRequest, .resourceMetrics, .scopeMetrics, .metric, .gauge, .sum,
      .histogram, .exponentialHistogram, .summary:
      metricFields
    case .numberDataPoint, .histogramDataPoint, .exponentialHistogramDataPoint, .buckets,
      .summaryDataPoint, .valueAtQuantile, .exemplar:
      dataPointFields
    case .exportLogsServiceRequest, .resourceLogs, .scopeLogs, .logRecord:
      logFields
    case .resource, .instrumentationScope, .entityRef, .keyValue, .anyValue, .arrayValue, .keyValueList:
      commonFields
    }
  }
}
