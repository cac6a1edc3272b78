import TelemetryEngine
import Testing

@Suite struct SignalTests {
  /// The paths are part of the OTLP specification, the names of ours: neither may change.
  @Test(arguments: [
    (Signal.traces, "traces", "spans", "/v1/traces", "trace.v1.TraceService"),
    (.metrics, "metrics", "data points", "/v1/metrics", "metrics.v1.MetricsService"),
    (.logs, "logs", "log records", "/v1/logs", "logs.v1.LogsService"),
  ])
  func namesAndPaths(_ signal: Signal, _ name: String, _ noun: String, _ path: String, _ service: String) {
    #expect(signal.name == name)
    #expect(signal.itemNoun == noun)
    #expect(signal.httpPath == path)
    #expect(signal.grpcPath == "/opentelemetry.proto.collector.\(service)/Export")
  }
}
