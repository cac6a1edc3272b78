"""The numbers, as Debian's Prometheus reads them."""

import subprocess

import pytest
from harness import otlp
from harness.client import call, post
from harness.prometheus import Prometheus
from harness.sdk import SDK
from opentelemetry.trace import Status, StatusCode

# The contract: what dashboards and alerts may rely on.
CONTRACT = {
    "config_reloads_total": {"result"},
    "config_last_reload_successful": set(),
    "config_last_reload_success_timestamp_seconds": set(),
    "received_items_total": {"signal"},
    "rejected_items_total": {"signal", "reason"},
    "sampled_out_items_total": {"signal"},
    "sampled_items_total": {"signal", "decision", "sampler", "reason", "service"},
    "trace_state_faults_total": {"kind"},
    "sampling_service_overflow_total": set(),
    "delivered_items_total": {"target", "signal"},
    "queued_items": {"target", "signal"},
    "dropped_items_total": {"target", "signal", "reason"},
    "replayed_items_total": {"target", "signal"},
    "requests_total": {"signal", "transport", "code"},
    "received_bytes_total": {"signal"},
    "redactions_total": {"rule", "signal"},
    "queue_bytes": {"target"},
    "queue_limit_bytes": {"target"},
    "queue_oldest_age_seconds": {"target"},
    "send_attempts_total": {"target", "outcome"},
    "connections": {"receiver"},
    "connections_refused_total": {"reason"},
    "protocol_errors_total": {"kind"},
    "sent_bytes_total": {"target"},
    "memory_used_bytes": set(),
    "memory_limit_bytes": set(),
    "log_lines_suppressed_total": set(),
    "plugin_series_overflow_total": set(),
    "plugin_reporter_overflow_total": set(),
    "span_metrics_series": set(),
    "span_metrics_overflow_total": set(),
    "prometheus_series": set(),
    "prometheus_series_limit": set(),
    "prometheus_refused_points_total": {"reason"},
    "prometheus_stream_faults_total": {"kind"},
    "scrapes_total": {"code"},
    "scrape_omitted_series_total": {"reason"},
    "process_cpu_seconds_total": set(),
    "process_resident_memory_bytes": set(),
    "process_open_fds": set(),
    "process_start_time_seconds": set(),
    "build_info": {"version"},
}


@pytest.fixture
def busy(start_gateway, grpc_collector):
    """A gateway with something in every family that traffic fills."""
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}}, settings={"privacy": {"mode": "balanced"}})
    for signal in otlp.SIGNALS:
        call(gateway, otlp.one_of(signal))
        assert post(gateway, otlp.one_of(signal)).status == 200
    assert post(gateway, otlp.traces(otlp.span(trace_id=b""), otlp.span(
        with_attributes={"note": "canary@private.example"}))).status == 200
    assert post(gateway, b"\xff").status == 400
    gateway.assert_books_balance()
    return gateway


def test_prometheus_answers_a_query_about_the_gateway(busy, tmp_path):
    prometheus = Prometheus(tmp_path, busy)
    try:
        prometheus.wait_for('up{job="hephaestus"}', 1)
        prometheus.wait_for('hephaestus_gw_received_items_total{signal="traces"}', 4)
        prometheus.wait_for('sum by (target) (hephaestus_gw_delivered_items_total{signal="traces"})', 3)
        # The accounting identity in PromQL, as an alert would have it: nothing is unaccounted for.
        prometheus.wait_for(
            "hephaestus_gw_received_items_total - on(signal) sum by (signal) (hephaestus_gw_rejected_items_total)"
            " - on(signal) hephaestus_gw_sampled_out_items_total"
            " - on(signal) sum by (signal) (hephaestus_gw_delivered_items_total)", 0)
    finally:
        prometheus.stop()


def test_promtool_finds_nothing_wrong(busy):
    result = subprocess.run(
        ["promtool", "check", "metrics"], input=busy.metrics().text, capture_output=True, text=True, timeout=30)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_the_names_are_a_contract(busy):
    metrics = busy.metrics()
    own = {name.removeprefix("hephaestus_gw_") for name in metrics.families() if name.startswith("hephaestus_gw_")}
    assert own == set(CONTRACT)
    for name, labels in CONTRACT.items():
        for have, _ in metrics.select(name):
            assert set(have) == labels, name
    assert [labels for labels, _ in metrics.select("connections")] == [{"receiver": "otlp"}]
    for name, kind in metrics.types.items():
        assert (kind == "counter") == name.endswith("_total"), f"{name} is a {kind}"


def test_what_traffic_counts(busy):
    metrics = busy.metrics()
    assert metrics.sum("received_items_total", signal="traces") == 4
    assert metrics.sum("rejected_items_total", signal="traces") == 1
    assert metrics.sum("requests_total", signal="traces", transport="grpc") == 1
    assert metrics.sum("requests_total", signal="traces", transport="http", code="200") == 2
    assert metrics.sum("requests_total", signal="traces", transport="http", code="400") == 1
    assert metrics.sum("received_bytes_total", signal="traces") > 100
    assert metrics.sum("redactions_total") == 1
    assert metrics.sum("process_cpu_seconds_total") > 0
    assert abs(metrics.sum("process_resident_memory_bytes") - busy.memory()) < 16 << 20


def test_the_scrape_speaks_http_as_prometheus_does(busy):
    status, headers, _ = busy.get(busy.metrics_port, "/metrics")
    assert (status, headers["Content-Type"].split(";")[0]) == (200, "text/plain")
    assert "version=0.0.4" in headers["Content-Type"]
    assert busy.get(busy.metrics_port, "/nothing")[0] == 404


def run_plugin(sdk, plugin, *, success=True, crash=False):
    attributes = {"plugin": plugin, "version": "1.0.0", "category": "testing", "success": success}
    with sdk.tracer.start_as_current_span("plugins.execute", attributes=attributes) as span:
        if crash:
            span.set_status(Status(StatusCode.ERROR, "crashed"))


@pytest.mark.parametrize("sampler", ["always_on", "always_off"])
def test_plugin_spans_become_the_guides_families(start_gateway, sampler):
    """Counted before sampling, so the numbers are true at any ratio."""
    gateway = start_gateway(
        targets={"nowhere": {"endpoint": "discard:"}}, settings={"sampling": {"sampler": sampler}})
    sdk = SDK(gateway)
    for _ in range(5):
        run_plugin(sdk, "pytest")
    run_plugin(sdk, "ruff", success=False)
    run_plugin(sdk, "mypy", crash=True)
    sdk.close()
    metrics = gateway.metrics()
    name = "hephaestus_plugins_success_total"
    assert metrics.sum(name, attributes="category=testing,plugin=pytest,version=1.0.0") == 5
    assert metrics.sum(name, plugin="pytest", category="testing", version="1.0.0") == 5
    counts = {
        plugin: tuple(
            metrics.sum(f"hephaestus_plugins_{family}", plugin=plugin)
            for family in ("invocations_total", "success_total", "failures_total", "errors_total", "duration_count"))
        for plugin in ("pytest", "ruff", "mypy")
    }
    assert counts == {"pytest": (5, 5, 0, 0, 5), "ruff": (1, 0, 1, 0, 1), "mypy": (1, 0, 0, 1, 1)}
    assert metrics.types["hephaestus_plugins_duration"] == "histogram"
    assert metrics.sum("hephaestus_plugins_duration_bucket", plugin="pytest", le="+Inf") == 5
