/// Every message that can occur in an OTLP export request of traces, metrics or logs
/// (opentelemetry-proto 1.11).
package enum MessageType: UInt8, Sendable, CaseIterable {
  case exportTraceServiceRequest
  case resourceSpans
  case scopeSpans
  case span
  case spanEvent
  case spanLink
  case status

  case exportMetricsServiceRequest
  case resourceMetrics
  case scopeMetrics
  case metric
  case gauge
  case sum
  case histogram
  case exponentialHistogram
  case summary
  case numberDataPoint
  case histogramDataPoint
  case exponentialHistogramDataPoint
  case buckets
  case summaryDataPoint
  case valueAtQuantile
  case exemplar

  case exportLogsServiceRequest
  case resourceLogs
  case scopeLogs
  case logRecord

  case resource
  case instrumentationScope
  case entityRef
  case keyValue
  case anyValue
  case arrayValue
  case keyValueList
}

extension Signal {
  /// The message that a request of this signal is.
  package var requestType: MessageType {
    switch self {
    case .traces: .exportTraceServiceRequest
    case .metrics: .exportMetricsServiceRequest
    case .logs: .exportLogsServiceRequest
    }
  }
}
