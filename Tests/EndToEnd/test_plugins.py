"""Plugin telemetry: what spans tell, against the truth that the test knows."""

import random

import pytest
from harness import otlp
from harness.client import grpc_channel, call, post
from harness.grpc_collector import GRPCCollector
from harness.ports import ReservedPort
from harness.prometheus import Prometheus
from harness.sdk import SDK
from opentelemetry.proto.trace.v1.trace_pb2 import Status

PYTEST = {"plugin": "pytest", "version": "1.0.0", "category": "testing"}
JOINED = "category=testing,plugin=pytest,version=1.0.0"
COUNTERS = ("invocations", "success", "failures", "errors", "retries")
SAMPLINGS = [
    {"sampler": "always_on"}, {"sampler": "always_off"}, {"sampler": "traceidratio", "ratio": 0.1},
    {"sampler": "parentbased_traceidratio", "ratio": 0.5, "rate_limit": "1/s"},
]


def execution(outcome="success", seconds=0.3, attributes=None, prefix="", **fields):
    attributes = PYTEST | (attributes or {}) | ({"success": False} if outcome == "failures" else {})
    status = Status(code=Status.STATUS_CODE_ERROR) if outcome == "errors" else Status()
    end = 1_700_000_000 * 10**9
    return otlp.span(
        "plugins.execute", with_attributes={prefix + key: value for key, value in attributes.items()}, status=status,
        start_time_unix_nano=end - round(seconds * 1e9), end_time_unix_nano=end, **fields)


def counts(gateway, **labels):
    metrics = gateway.metrics()
    return {name: metrics.sum(f"hephaestus_plugins_{name}_total", **labels) for name in COUNTERS}


def expected(success=0, failures=0, errors=0, retries=0):
    return {
        "invocations": success + failures + errors, "success": success, "failures": failures, "errors": errors,
        "retries": retries}


def service(name):
    return {"service.name": name}


@pytest.mark.parametrize("sampling", SAMPLINGS, ids=lambda sampling: "-".join(map(str, sampling.values())))
def test_the_numbers_are_true_at_any_ratio(start_gateway, sampling):
    gateway = start_gateway(
        targets={"nowhere": {"endpoint": "discard:"}}, settings={"sampling": sampling, "limits": {"loops": 3}})
    chance = random.Random(5)
    truth = {name: 0 for name in COUNTERS}
    durations = []
    for _ in range(12):
        spans = []
        for _ in range(25):
            outcome = chance.choice(("success", "success", "failures", "errors"))
            retry = chance.choice(({}, {}, {"retry": 0}, {"retry": 2}, {"retry": "1"}))
            durations.append(chance.uniform(0, 3))
            spans.append(execution(outcome, durations[-1], retry, chance.choice(("", "operation."))))
            truth["invocations"] += 1
            truth[outcome] += 1
            truth["retries"] += bool(retry) and retry["retry"] != 0
        # Each on a connection, and so maybe on a loop, of its own.
        with grpc_channel(gateway) as channel:
            call(gateway, otlp.traces(*spans, otlp.span()), channel=channel)
    assert counts(gateway, plugin="pytest") == truth
    metrics = gateway.metrics()
    name = "hephaestus_plugins_duration"
    assert metrics.sum(f"{name}_count") == len(durations)
    assert metrics.sum(f"{name}_sum") == pytest.approx(sum(durations))
    for bound in ("0.5", "1.0", "2.5"):
        assert metrics.sum(f"{name}_bucket", le=bound) == sum(value <= float(bound) for value in durations)


def test_a_program_with_an_sdk_is_counted(start_gateway):
    gateway = start_gateway()
    sdk = SDK(gateway)
    for number in range(4):
        try:
            with sdk.tracer.start_as_current_span("plugins.execute", attributes=PYTEST):
                if number == 0:
                    raise ValueError("crashed")
        except ValueError:
            pass
    sdk.close()
    assert counts(gateway) == expected(success=3, errors=1)


@pytest.mark.parametrize("label, lines", [
    ("joined", f'{{attributes="{JOINED}"}}'),
    ("labels", '{category="testing",plugin="pytest",version="1.0.0"}'),
    ("both", f'{{attributes="{JOINED}",category="testing",plugin="pytest",version="1.0.0"}}'),
])
def test_attributes_are_shown_as_the_setting_says(start_gateway, label, lines):
    """In joined mode the guide's line, exactly."""
    gateway = start_gateway(settings={"prometheus": {"attributes_label": label}})
    post(gateway, otlp.traces(*(execution() for _ in range(5))))
    text = gateway.metrics().text.splitlines()
    assert f"hephaestus_plugins_success_total{lines} 5.0" in text
    assert f"hephaestus_plugins_errors_total{lines} 0.0" in text
    assert f"hephaestus_plugins_retries_total{lines} 0.0" in text


def test_guard_rails_are_found_over_resources(start_gateway):
    gateway = start_gateway(settings={"sampling": {"sampler": "always_off"}})
    trace, (root, middle, leaf) = b"t" * 16, (bytes([number]) * 8 for number in (1, 2, 3))
    request = otlp.traces(
        execution(seconds=0.5, trace_id=trace, parent_span_id=leaf), resource=service("plugin host"))
    for name, own, parent in (("shell", leaf, middle), ("cli.guard-rails", root, b""), ("step", middle, root)):
        request.MergeFrom(otlp.traces(
            otlp.span(name, trace_id=trace, span_id=own, parent_span_id=parent), resource=service(name)))
    # An orphan, one of another trace, one of its own parent, and one that says so itself.
    request.MergeFrom(otlp.traces(
        execution(seconds=100, trace_id=trace, parent_span_id=b"orphaned"),
        execution(seconds=100, trace_id=b"u" * 16, parent_span_id=root),
        execution(seconds=100, trace_id=trace, span_id=b"circular", parent_span_id=b"circular"),
        execution(seconds=0.25, attributes={"hephaestus.guard_rails": True})))
    assert post(gateway, request).status == 200
    metrics = gateway.metrics()
    assert metrics.sum("hephaestus_plugins_duration_count") == 5
    assert metrics.sum("hephaestus_guard_rails_plugin_duration_count", plugin="pytest") == 2
    assert metrics.sum("hephaestus_guard_rails_plugin_duration_sum") == 0.75
    assert metrics.types["hephaestus_guard_rails_plugin_duration"] == "histogram"


def test_a_service_that_reports_itself_is_not_counted_twice(start_gateway):
    gateway = start_gateway(settings={"limits": {"loops": 2}})
    post(gateway, otlp.traces(execution(), execution(), resource=service("derived")))
    post(gateway, otlp.traces(execution(), resource=service("both")))
    assert counts(gateway) == expected(success=3)
    sdk = SDK(gateway, resource=service("both"))
    counter = sdk.meter.create_counter("hephaestus.plugins.success")
    duration = sdk.meter.create_histogram("hephaestus.plugins.duration", unit="s")
    for _ in range(6):
        counter.add(1, PYTEST)
        duration.record(0.25, PYTEST)
    sdk.close()
    for _ in range(8):
        with grpc_channel(gateway) as channel:
            call(gateway, otlp.traces(execution(), resource=service("both")), channel=channel)
            call(gateway, otlp.traces(execution(), resource=service("derived")), channel=channel)
    metrics = gateway.metrics()
    name = "hephaestus_plugins_success_total"
    # What was counted before stays; what the service reports is a series of its own.
    assert metrics.sum(name, job="both") == 6
    assert metrics.sum(name) == 3 + 8 + 6
    assert metrics.sum("hephaestus_plugins_duration_count", job="both") == 6
    assert metrics.sum("hephaestus_plugins_invocations_total") == 3 + 8
    # A unit makes no suffix for the toolkit's names.
    assert not {name for name in metrics.families() if name.startswith("hephaestus_plugins_duration_")}
    assert metrics.sum("plugin_reporter_overflow_total") == 0


@pytest.mark.parametrize("source, derived, received", [("spans", 2, 0), ("metrics", 0, 7), ("auto", 1, 7)])
def test_the_source_can_be_chosen(start_gateway, source, derived, received):
    gateway = start_gateway(settings={"plugins": {"source": source}})
    post(gateway, otlp.traces(execution(), resource=service("toolkit")))
    sdk = SDK(gateway)
    sdk.meter.create_counter("hephaestus.plugins.success").add(7, PYTEST)
    sdk.close()
    post(gateway, otlp.traces(execution(), resource=service("toolkit")))
    metrics = gateway.metrics()
    assert metrics.sum("hephaestus_plugins_success_total") == derived + received
    assert metrics.sum("hephaestus_plugins_success_total", job="toolkit") == received
    assert metrics.sum("hephaestus_plugins_invocations_total") == derived


def test_a_reload_changes_the_source_and_keeps_what_was_counted(start_gateway):
    gateway = start_gateway()
    post(gateway, otlp.traces(execution()))
    gateway.reload(settings={"plugins": {"source": "metrics"}, "prometheus": {"attributes_label": "joined"}})
    post(gateway, otlp.traces(execution()))
    assert f'hephaestus_plugins_success_total{{attributes="{JOINED}"}} 1.0' in gateway.metrics().text
    gateway.reload(settings={"plugins": {"source": "spans"}})
    post(gateway, otlp.traces(execution()))
    assert counts(gateway) == expected(success=2)


def test_what_is_refused_is_not_counted(start_gateway):
    absent = ReservedPort()
    gateway = start_gateway(targets={"default": {
        "endpoint": f"grpc://127.0.0.1:{absent.number}", "queue": {"max_size": "64KiB"},
        "retry": {"initial_interval": "50ms", "max_interval": "100ms"}}})
    taken = 0
    for _ in range(40):
        request = otlp.traces(*(execution(attributes={"padding": "x" * 1000}) for _ in range(4)))
        taken += 4 * (post(gateway, request).status == 200)
    assert 0 < taken < 160
    assert counts(gateway) == expected(success=taken)
    absent.release()
    collector = GRPCCollector(port=absent.number)
    try:
        gateway.assert_books_balance()
        gateway.stop()
    finally:
        collector.stop()


def test_labels_go_through_privacy(start_gateway):
    gateway = start_gateway(settings={"privacy": {"mode": "balanced"}})
    post(gateway, otlp.traces(execution(attributes={"plugin": "canary@private.example"})))
    text = gateway.metrics().text
    assert "canary" not in text
    assert counts(gateway) == expected(success=1)


def test_the_guides_queries_return_data(start_gateway, tmp_path):
    """In the default mode, with the attributes as labels of their own."""
    gateway = start_gateway()
    post(gateway, otlp.traces(execution("errors"), execution()))
    prometheus = Prometheus(tmp_path, gateway, scrape={"honor_labels": True})
    try:
        prometheus.wait_for("hephaestus_plugins_invocations_total", 2)
        for turn in range(1, 6):
            # All durations are in (0.25, 0.5].
            post(gateway, otlp.traces(execution("errors", 0.3), execution("success", 0.4)))
            prometheus.wait_for("hephaestus_plugins_invocations_total", 2 + 2 * turn)
        assert prometheus.value("rate(hephaestus_plugins_errors_total[5m])") == pytest.approx(5 / 300, rel=0.3)
        quantile = "histogram_quantile(0.95, sum(rate(hephaestus_plugins_duration_bucket[5m])) by (le))"
        assert 0.25 < prometheus.value(quantile) <= 0.5
        increase = 'increase(hephaestus_plugins_invocations_total{plugin="pytest"}[1h])'
        assert prometheus.value(increase) == pytest.approx(10, rel=0.3)
    finally:
        prometheus.stop()
