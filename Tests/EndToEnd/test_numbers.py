"""Received metrics as Prometheus sees them, against the truth that the test knows."""

import math
import threading
import time

import pytest
from harness import otlp
from harness.client import grpc_channel, post
from harness.metrics import Metrics
from harness.prometheus import Prometheus
from harness.waiting import eventually
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.metrics import Observation
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2, metrics_service_pb2_grpc
from opentelemetry.proto.metrics.v1 import metrics_pb2
from opentelemetry.sdk import metrics as sdk
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import AggregationTemporality, PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import (
    ExplicitBucketHistogramAggregation, ExponentialBucketHistogramAggregation, View)
from opentelemetry.sdk.resources import Resource

DELTA, CUMULATIVE = AggregationTemporality.DELTA, AggregationTemporality.CUMULATIVE
EVERY_KIND = (
    sdk.Counter, sdk.UpDownCounter, sdk.Histogram, sdk.ObservableCounter, sdk.ObservableUpDownCounter,
    sdk.ObservableGauge)
HONOR = {"honor_labels": True}


class Meter:
    """A program with the OpenTelemetry SDK; `send` exports what it has measured."""

    def __init__(self, gateway, temporality, resource=None, views=()):
        exporter = OTLPMetricExporter(
            endpoint=f"http://{gateway.grpc}", insecure=True,
            preferred_temporality={kind: temporality for kind in EVERY_KIND})
        reader = PeriodicExportingMetricReader(exporter, export_interval_millis=3_600_000)
        self._provider = MeterProvider(
            [reader], resource=Resource({"service.name": "shop"} | (resource or {})), views=views,
            shutdown_on_exit=False)
        self.meter = self._provider.get_meter("end-to-end", "1.2.3")

    def send(self):
        assert self._provider.force_flush()

    def close(self):
        self._provider.shutdown()


@pytest.fixture
def gateway(start_gateway):
    """Nothing is forwarded: what is shown does not depend on targets."""
    return start_gateway()


@pytest.fixture
def prometheus(tmp_path, gateway):
    server = Prometheus(tmp_path, gateway, scrape=HONOR, features=["native-histograms"])
    yield server
    server.stop()


@pytest.mark.parametrize("temporality", [DELTA, CUMULATIVE])
def test_every_instrument_is_what_the_program_measured(gateway, prometheus, temporality):
    views = [
        View(instrument_name="wait", aggregation=ExplicitBucketHistogramAggregation([0.1, 0.5, 1])),
        View(instrument_name="size", aggregation=ExponentialBucketHistogramAggregation()),
    ]
    program = Meter(gateway, temporality, {"service.instance.id": "one", "service.version": "7"}, views)
    meter = program.meter
    requests = meter.create_counter("http.requests", unit="{request}", description="Requests.")
    active = meter.create_up_down_counter("queue.active", unit="{item}")
    wait = meter.create_histogram("wait", unit="s")
    size = meter.create_histogram("size", unit="By")
    seen = {"total": 0, "level": 0, "heat": 0.0}
    meter.create_observable_counter("bytes.read", [lambda _: [Observation(seen["total"])]], unit="By")
    meter.create_observable_up_down_counter("level", [lambda _: [Observation(seen["level"])]])
    meter.create_observable_gauge("cpu.utilization", [lambda _: [Observation(seen["heat"])]], unit="1")
    for turn in range(1, 4):
        requests.add(2, {"route": "/a"})
        requests.add(turn, {"route": "/b"})
        active.add(5 - turn)
        for value in (0.05, 0.3, 0.7, 3):
            wait.record(value)
        size.record(1000 * turn)
        seen |= {"total": 100 * turn, "level": 10 - turn, "heat": turn / 4}
        program.send()
    ours = 'job="shop",instance="one"'
    prometheus.wait_for(f'http_requests_total{{{ours},route="/a"}}', 6)
    for expression, truth in {
        f'http_requests_total{{{ours},route="/b"}}': 6,
        f"queue_active{{{ours}}}": 9,
        f"bytes_read_total{{{ours}}}": 300,
        f"level{{{ours}}}": 7,
        f"cpu_utilization_ratio{{{ours}}}": 0.75,
        f'wait_seconds_bucket{{{ours},le="0.1"}}': 3,
        f'wait_seconds_bucket{{{ours},le="0.5"}}': 6,
        f'wait_seconds_bucket{{{ours},le="1.0"}} or wait_seconds_bucket{{{ours},le="1"}}': 9,
        f'wait_seconds_bucket{{{ours},le="+Inf"}}': 12,
        f"wait_seconds_count{{{ours}}}": 12,
        f"histogram_count(size_bytes{{{ours}}})": 3,
        f"histogram_sum(size_bytes{{{ours}}})": 6000,
        f'target_info{{{ours},service_version="7"}}': 1,
        f'sum(http_requests_total * on (job, instance) group_left (service_version) target_info{{service_version="7"}})':
            12,
    }.items():
        assert prometheus.value(expression) == truth, expression
    assert prometheus.value(f"wait_seconds_sum{{{ours}}}") == pytest.approx(12.15)
    # The buckets of an exponential histogram of 160 buckets over this range are within 2 %.
    assert prometheus.value(f"histogram_quantile(0.5, size_bytes{{{ours}}})") == pytest.approx(2000, rel=0.05)
    scope = {"otel_scope_name": "end-to-end", "otel_scope_version": "1.2.3"}
    labels, _ = prometheus.query(f'http_requests_total{{{ours},route="/a"}}')[0]
    assert scope.items() <= labels.items()
    assert labels["attributes"] == "route=/a"
    program.close()


def test_runs_of_a_job_that_sends_deltas_add_up(gateway, prometheus):
    """Each run is a process of its own; no run knows of the others, and nothing is sent between them."""
    for run in range(3):
        program = Meter(gateway, DELTA)
        jobs = program.meter.create_counter("jobs")
        length = program.meter.create_histogram("length", unit="s")
        for _ in range(5):
            jobs.add(2)
            length.record(0.3)
            program.send()
            time.sleep(0.25)
        program.close()
        prometheus.wait_for("jobs_total", 10 * (run + 1))
    seen = prometheus.value("jobs_total[1m]")
    assert seen == sorted(seen), "Prometheus saw a reset"
    growth = seen[-1] - seen[0]
    # Prometheus extrapolates to the edges of its window, by at most half a scrape on either side of the samples.
    assert prometheus.value("increase(jobs_total[1m])") == pytest.approx(growth, rel=0.25)
    assert prometheus.value("rate(jobs_total[1m])") == pytest.approx(growth / 60, rel=0.25)
    assert prometheus.value("length_seconds_count") == 15
    # All values lie in (0.25, 0.5] of the SDK's default bounds, or in (0, 5] where those are for milliseconds.
    assert 0.25 <= prometheus.value("histogram_quantile(0.9, rate(length_seconds_bucket[1m]))") <= 5


def delta(value, start, time, name="hits", **attributes):
    point = metrics_pb2.NumberDataPoint(
        as_int=value, start_time_unix_nano=start, time_unix_nano=time, attributes=otlp.attributes(attributes))
    return metrics_service_pb2.ExportMetricsServiceRequest(resource_metrics=[metrics_pb2.ResourceMetrics(
        scope_metrics=[metrics_pb2.ScopeMetrics(metrics=[metrics_pb2.Metric(
            name=name, sum=metrics_pb2.Sum(
                is_monotonic=True, aggregation_temporality=metrics_pb2.AGGREGATION_TEMPORALITY_DELTA,
                data_points=[point]))])])])


def test_a_total_does_not_depend_on_connections_loops_and_order(start_gateway):
    gateway = start_gateway(settings={"limits": {"loops": 4}})
    now = time.time_ns() - 3600 * 10**9

    def send(number):
        with grpc_channel(gateway) as channel:
            stub = metrics_service_pb2_grpc.MetricsServiceStub(channel)
            for turn in reversed(range(50)):
                start = now + (turn * 16 + number) * 10**9
                stub.Export(delta(number + 1, start, start + 10**9, path="/x"))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gateway.metrics().sum("hits_total", path="/x") == 50 * sum(range(1, 17))


def test_two_senders_of_one_series_are_counted_and_named(gateway):
    base = time.time_ns() - 10**12
    for turn in range(5):
        for shift in (0, 500):
            start = base + turn * 1000 + shift
            assert post(gateway, delta(1, start, start + 1000, name="fought.over"), path="/v1/metrics").status == 200
    assert gateway.metrics().sum("fought_over_total") == 10
    # On two loops they are found when these are compared, every ten seconds.
    eventually(
        lambda: gateway.metrics().sum("prometheus_stream_faults_total", kind="two_writers") > 0, within=30)
    line = next(line for line in gateway.log().splitlines() if "two senders" in line)
    assert "fought_over" in line and "job=hephaestus" in line and "service.instance.id" in line


def test_a_repeated_request_counts_once(gateway):
    request = delta(3, time.time_ns() - 10**10, time.time_ns() - 10**9)
    with grpc_channel(gateway) as channel:
        stub = metrics_service_pb2_grpc.MetricsServiceStub(channel)
        for _ in range(3):
            stub.Export(request)
    metrics = gateway.metrics()
    assert metrics.sum("hits_total") == 3
    assert metrics.sum("prometheus_stream_faults_total", kind="repeated") == 2


def test_what_nobody_sends_goes_stale_and_keeps_its_total(start_gateway, tmp_path):
    gateway = start_gateway(settings={"prometheus": {"expire_after": "2s"}})
    now = time.time_ns()
    post(gateway, delta(3, now - 2 * 10**9, now - 10**9), path="/v1/metrics")
    assert gateway.metrics().sum("hits_total") == 3
    eventually(lambda: not gateway.metrics().select("hits_total"), what="the series to go")
    post(gateway, delta(4, time.time_ns(), time.time_ns()), path="/v1/metrics")
    assert gateway.metrics().sum("hits_total") == 7


def test_past_the_bound_new_series_are_refused_and_old_ones_go_on(start_gateway):
    gateway = start_gateway(settings={"prometheus": {"max_series": 50}})
    for number in range(100):
        post(gateway, delta(1, 1, 2 + number, number=str(number)), path="/v1/metrics")
    post(gateway, delta(5, 200, 201, number="0"), path="/v1/metrics")
    metrics = gateway.metrics()
    assert metrics.sum("prometheus_series") == metrics.sum("prometheus_series_limit") == 50
    # One of the fifty is target_info.
    assert len(metrics.select("hits_total")) == 49
    assert metrics.sum("prometheus_refused_points_total", reason="series_limit") == 51
    assert metrics.sum("hits_total", number="0") == 6


def test_values_that_are_no_numbers(gateway):
    points = {"nan": math.nan, "up": math.inf, "down": -math.inf}
    for name, value in points.items():
        request = otlp.gauge(name, [value])
        post(gateway, request, path="/v1/metrics")
    text = gateway.metrics().text
    assert "\nnan{" in text
    values = {name: Metrics(text).select(name)[0][1] for name in points}
    assert math.isnan(values["nan"]) and values["up"] == math.inf and values["down"] == -math.inf


def test_labels_go_through_privacy_and_stay_apart(start_gateway):
    gateway = start_gateway(settings={"privacy": {"mode": "balanced", "pseudonym_key": "k" * 32}})
    for person in ("ann@example.com", "bob@example.com"):
        post(gateway, delta(1, 1, 2, user=person), path="/v1/metrics")
    metrics = gateway.metrics()
    assert "example.com" not in metrics.text
    assert len(metrics.select("hits_total")) == 2


def test_labels_that_a_stricter_mode_hides_are_gone_at_once(start_gateway):
    gateway = start_gateway()
    execution = {"plugin": "canary@private.example", "version": "1", "category": "c"}
    post(gateway, otlp.traces(otlp.span("plugins.execute", with_attributes=execution)))
    post(gateway, delta(1, 1, 2, user="canary@private.example"), path="/v1/metrics")
    assert gateway.metrics().text.count("canary@private.example") >= 2
    gateway.reload(settings={"privacy": {"mode": "balanced"}})
    assert "canary" not in gateway.metrics().text
    post(gateway, delta(1, 2, 3, user="canary@private.example"), path="/v1/metrics")
    metrics = gateway.metrics()
    assert "canary" not in metrics.text and metrics.sum("hits_total") == 1


def test_the_data_path_goes_on_while_many_scrape_a_lot(start_gateway):
    gateway = start_gateway(settings={"limits": {"loops": 1}})
    for block in range(20):
        request = otlp.gauge("wide")
        metric = request.resource_metrics[0].scope_metrics[0].metrics[0]
        point = metric.gauge.data_points[0]
        del metric.gauge.data_points[:]
        for number in range(1000):
            metric.gauge.data_points.add().CopyFrom(point)
            metric.gauge.data_points[-1].attributes.extend(otlp.attributes({"n": f"{block}-{number}"}))
        assert post(gateway, request, path="/v1/metrics").status == 200
    stop = threading.Event()
    sizes = []

    def scrape():
        while not stop.is_set():
            sizes.append(len(gateway.metrics().select("wide")))

    scrapers = [threading.Thread(target=scrape) for _ in range(4)]
    for thread in scrapers:
        thread.start()
    slowest = 0
    for _ in range(50):
        before = time.monotonic()
        assert post(gateway, otlp.one_of("traces")).status == 200
        slowest = max(slowest, time.monotonic() - before)
    eventually(lambda: len(sizes) >= 4, within=60)
    stop.set()
    for thread in scrapers:
        thread.join()
    assert set(sizes) == {20_000}
    # A whole scrape takes longer; on an idle machine a request takes two milliseconds.
    assert slowest < 1
