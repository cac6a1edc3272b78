package import PrometheusExport

/// One of the gateway's own metrics. The names are a contract: dashboards and alerts use them.
package struct SelfMetric: Sendable {
  package let name: String
  package let kind: MetricFamily.Kind
  package let help: String
  /// In the order in which they are shown.
  package let labels: [String]

  private init(_ name: String, _ kind: MetricFamily.Kind, _ labels: [String], _ help: String) {
    self.name = "hephaestus_gw_" + name
    self.kind = kind
    self.labels = labels
    self.help = help
  }
}

extension SelfMetric {
  static let receivedItems = SelfMetric(
    "received_items_total", .counter, ["signal"],
    "Spans, data points and log records of requests that decoded, refused requests included.")
  static let rejectedItems = SelfMetric(
    "rejected_items_total", .counter, ["signal", "reason"], "Items that were not accepted from their sender.")
  static let sampledOutItems = SelfMetric(
    "sampled_out_items_total", .counter, ["signal"], "Accepted items that sampling left out.")
  static let sampledItems = SelfMetric(
    "sampled_items_total", .counter, ["signal", "decision", "sampler", "reason", "service"],
    "Accepted spans and log records that were kept or dropped, by what decided and why.")
  static let traceStateFaults = SelfMetric(
    "trace_state_faults_total", .counter, ["kind"],
    "Trace states of accepted spans with something wrong that a sampler met.")
  static let samplingServiceOverflow = SelfMetric(
    "sampling_service_overflow_total", .counter, [],
    "Resources that are counted under the service other, and limited with it: there are too many services.")
  static let deliveredItems = SelfMetric(
    "delivered_items_total", .counter, ["target", "signal"], "Items that the target acknowledged.")
  static let queuedItems = SelfMetric(
    "queued_items", .gauge, ["target", "signal"], "Accepted items neither delivered nor dropped yet.")
  static let droppedItems = SelfMetric(
    "dropped_items_total", .counter, ["target", "signal", "reason"],
    "Accepted items that the target did not get, by reason; an empty target when none ever took the signal.")
  static let replayedItems = SelfMetric(
    "replayed_items_total", .counter, ["target", "signal"], "Items read back from an earlier run.")
  static let requests = SelfMetric(
    "requests_total", .counter, ["signal", "transport", "code"],
    "Answered requests by gRPC status code or HTTP status.")
  static let receivedBytes = SelfMetric(
    "received_bytes_total", .counter, ["signal"], "Bytes of request bodies after decompression.")
  static let redactions = SelfMetric(
    "redactions_total", .counter, ["rule", "signal"], "Changes that a privacy rule made.")
  static let queueBytes = SelfMetric(
    "queue_bytes", .gauge, ["target"], "Uncompressed bytes waiting for the target or on their way.")
  static let queueLimitBytes = SelfMetric(
    "queue_limit_bytes", .gauge, ["target"], "Bound on the queue of the target.")
  static let queueOldestAge = SelfMetric(
    "queue_oldest_age_seconds", .gauge, ["target"],
    "Age of the oldest undelivered batch, 0 when there is none.")
  static let sendAttempts = SelfMetric(
    "send_attempts_total", .counter, ["target", "outcome"], "Attempts to send, by how they ended.")
  static let sentBytes = SelfMetric(
    "sent_bytes_total", .counter, ["target"], "Uncompressed bytes of all attempts to send.")
  static let connections = SelfMetric(
    "connections", .gauge, ["receiver"], "Open connections of senders.")
  static let connectionsRefused = SelfMetric(
    "connections_refused_total", .counter, ["reason"], "Connections that were closed on arrival.")
  static let protocolErrors = SelfMetric(
    "protocol_errors_total", .counter, ["kind"],
    "Requests that were refused before they were decoded, and connections ended for misbehaviour.")
  static let memoryUsed = SelfMetric(
    "memory_used_bytes", .gauge, [], "Bytes of the memory budget in use.")
  static let memoryLimit = SelfMetric(
    "memory_limit_bytes", .gauge, [], "The memory budget: requests being received and queues together.")
  static let cpuSeconds = SelfMetric(
    "process_cpu_seconds_total", .counter, [], "CPU time of the process, user and system.")
  static let residentMemory = SelfMetric(
    "process_resident_memory_bytes", .gauge, [], "Resident memory of the process.")
  static let openFileDescriptors = SelfMetric(
    "process_open_fds", .gauge, [], "Open file descriptors of the process.")
  static let startTime = SelfMetric(
    "process_start_time_seconds", .gauge, [], "Start of the process since 1970.")
  static let buildInfo = SelfMetric(
    "build_info", .gauge, ["version"], "Always 1; the version is in the label.")
  static let logLinesSuppressed = SelfMetric(
    "log_lines_suppressed_total", .counter, [], "Log events that were summed up instead of logged.")
  static let pluginSeriesOverflow = SelfMetric(
    "plugin_series_overflow_total", .counter, [],
    "Plugin executions that were not counted because there are too many different plugins.")
  static let pluginReporterOverflow = SelfMetric(
    "plugin_reporter_overflow_total", .counter, [],
    "Plugin metrics of services whose spans are counted all the same: too many services send them.")
  static let spanMetricsSeries = SelfMetric(
    "span_metrics_series", .gauge, [], "Series of the span metrics beside the one for the rest.")
  static let spanMetricsOverflow = SelfMetric(
    "span_metrics_overflow_total", .counter, [],
    "Spans that the span metrics count in the series for the rest: there are too many.")
  static let prometheusSeries = SelfMetric(
    "prometheus_series", .gauge, [],
    "Series of received metrics that are kept, those included that nobody sends any more.")
  static let prometheusSeriesLimit = SelfMetric(
    "prometheus_series_limit", .gauge, [], "Bound on the series of received metrics.")
  static let prometheusRefusedPoints = SelfMetric(
    "prometheus_refused_points_total", .counter, ["reason"],
    "Points of received metrics that are in no series, by reason.")
  static let prometheusStreamFaults = SelfMetric(
    "prometheus_stream_faults_total", .counter, ["kind"],
    "Points of received metrics that do not fit what was there, and resources that contradict each other.")
  static let scrapes = SelfMetric(
    "scrapes_total", .counter, ["code"], "Answered scrapes by HTTP status.")
  static let scrapeOmittedSeries = SelfMetric(
    "scrape_omitted_series_total", .counter, ["reason"],
    "Series that a scrape left out, since its format or another series left no room for them.")
  static let configReloads = SelfMetric(
    "config_reloads_total", .counter, ["result"],
    "Reloads of the configuration: applied, refused with the running one kept, or without a change.")
  static let configLastReloadSuccessful = SelfMetric(
    "config_last_reload_successful", .gauge, [],
    "Whether what was last loaded is what runs: 1, or 0 when it was refused.")
  static let configLastReloadSuccessTime = SelfMetric(
    "config_last_reload_success_timestamp_seconds", .gauge, [],
    "When the running configuration was last loaded, since 1970.")

  /// Every metric of the gateway's own, in the order of this table.
  package static let all = [
    receivedItems, rejectedItems, sampledOutItems, sampledItems, traceStateFaults, samplingServiceOverflow,
    deliveredItems, queuedItems, droppedItems,
    replayedItems, requests, receivedBytes, redactions, queueBytes, queueLimitBytes, queueOldestAge,
    sendAttempts, sentBytes, connections, connectionsRefused, protocolErrors, memoryUsed, memoryLimit,
    cpuSeconds, residentMemory, openFileDescriptors, startTime, buildInfo, logLinesSuppressed,
    pluginSeriesOverflow, pluginReporterOverflow, spanMetricsSeries, spanMetricsOverflow, prometheusSeries,
    prometheusSeriesLimit, prometheusRefusedPoints,
    prometheusStreamFaults, scrapes, scrapeOmittedSeries, configReloads, configLastReloadSuccessful,
    configLastReloadSuccessTime,
  ]
}
