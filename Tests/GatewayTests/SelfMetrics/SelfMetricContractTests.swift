import Gateway
import PrometheusExport
import Testing

/// The names, kinds and labels that dashboards and alerts rely on. A change here breaks somebody's
/// dashboard: add, but do not rename or remove.
@Suite struct SelfMetricContractTests {
  static let contract = """
    hephaestus_gw_build_info gauge version
    hephaestus_gw_config_last_reload_success_timestamp_seconds gauge
    hephaestus_gw_config_last_reload_successful gauge
    hephaestus_gw_config_reloads_total counter result
    hephaestus_gw_connections gauge receiver
    hephaestus_gw_connections_refused_total counter reason
    hephaestus_gw_delivered_items_total counter target,signal
    hephaestus_gw_dropped_items_total counter target,signal,reason
    hephaestus_gw_log_lines_suppressed_total counter
    hephaestus_gw_memory_limit_bytes gauge
    hephaestus_gw_memory_used_bytes gauge
    hephaestus_gw_plugin_reporter_overflow_total counter
    hephaestus_gw_plugin_series_overflow_total counter
    hephaestus_gw_process_cpu_seconds_total counter
    hephaestus_gw_process_open_fds gauge
    hephaestus_gw_process_resident_memory_bytes gauge
    hephaestus_gw_process_start_time_seconds gauge
    hephaestus_gw_prometheus_refused_points_total counter reason
    hephaestus_gw_prometheus_series gauge
    hephaestus_gw_prometheus_series_limit gauge
    hephaestus_gw_prometheus_stream_faults_total counter kind
    hephaestus_gw_protocol_errors_total counter kind
    hephaestus_gw_queue_bytes gauge target
    hephaestus_gw_queue_limit_bytes gauge target
    hephaestus_gw_queue_oldest_age_seconds gauge target
    hephaestus_gw_queued_items gauge target,signal
    hephaestus_gw_received_bytes_total counter signal
    hephaestus_gw_received_items_total counter signal
    hephaestus_gw_redactions_total counter rule,signal
    hephaestus_gw_rejected_items_total counter signal,reason
    hephaestus_gw_replayed_items_total counter target,signal
    hephaestus_gw_requests_total counter signal,transport,code
    hephaestus_gw_sampled_items_total counter signal,decision,sampler,reason,service
    hephaestus_gw_sampled_out_items_total counter signal
    hephaestus_gw_sampling_service_overflow_total counter
    hephaestus_gw_scrape_omitted_series_total counter reason
    hephaestus_gw_scrapes_total counter code
    hephaestus_gw_send_attempts_total counter target,outcome
    hephaestus_gw_sent_bytes_total counter target
    hephaestus_gw_span_metrics_overflow_total counter
    hephaestus_gw_span_metrics_series gauge
    hephaestus_gw_trace_state_faults_total counter kind
    """

  @Test func namesKindsAndLabelsStayAsPromised() {
    let actual = SelfMetric.all.map { metric in
      ([metric.name, metric.kind.rawValue]
        + (metric.labels.isEmpty ? [] : [metric.labels.joined(separator: ",")]))
        .joined(separator: " ")
    }
    #expect(actual.sorted() == Self.contract.split(separator: "\n").map(String.init))
  }

  @Test(arguments: SelfMetric.all) func namesFollowThePrometheusConventions(_ metric: SelfMetric) {
    let translator = NameTranslator()
    #expect(translator.metric(metric.name, unit: "", kind: metric.kind)?.name == metric.name)
    #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
    #expect(metric.labels.allSatisfy { translator.label($0) == $0 })
    #expect(metric.help.hasSuffix("."))
  }
}
