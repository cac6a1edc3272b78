/// One of the three OTLP signals that the gateway carries.
package enum Signal: UInt8, CaseIterable, Sendable, Hashable {
  case traces
  case metrics
  case logs

  /// The name users see, in settings and in the `signal` label: `traces`, `metrics` or `logs`.
  package var name: String {
    switch self {
    case .traces: "traces"
    case .metrics: "metrics"
    case .logs: "logs"
    }
  }

  /// What one item of this signal is called, in the plural. Items are what the gateway counts.
  package var itemNoun: String {
    switch self {
    case .traces: "spans"
    case .metrics: "data points"
    case .logs: "log records"
    }
  }

  /// The OTLP/HTTP path (OTLP specification, "OTLP/HTTP Request").
  package var httpPath: String {
    switch self {
    case .traces: "/v1/traces"
    case .metrics: "/v1/metrics"
    case .logs: "/v1/logs"
    }
  }

  /// The OTLP/gRPC path of the signal's `Export` method.
  package var grpcPath: String {
    switch self {
    case .traces: "/opentelemetry.proto.collector.trace.v1.TraceService/Export"
    case .metrics: "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"
    case .logs: "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
    }
  }
}
