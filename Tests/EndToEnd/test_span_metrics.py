"""Calls and durations of spans, against the truth that the test knows."""

import random
import re
from collections import Counter

import pytest
from harness import otlp
from harness.client import call, grpc_channel, post
from harness.prometheus import Prometheus
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

CALLS = "traces_span_metrics_calls_total"
DURATION = "traces_span_metrics_duration_seconds"
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}
EXEMPLAR = re.compile(r'_bucket\{(?P<labels>.*)\} \S+ # \{(?P<ids>[^}]*)\} (?P<value>\S+) (?P<time>\S+)$')


def on(**more):
    return {"span_metrics": {"enabled": True} | more}


def timed(name="work", seconds=0.3, **fields):
    end = 1_700_000_000 * 10**9
    return otlp.span(
        name, start_time_unix_nano=end - round(seconds * 1e9), end_time_unix_nano=end, **fields)


def test_they_are_off_unless_wanted(start_gateway):
    gateway = start_gateway()
    post(gateway, otlp.traces(timed()))
    metrics = gateway.metrics()
    assert not {name for name in metrics.families() if name.startswith("traces_span_metrics")}
    assert metrics.sum("span_metrics_series") == metrics.sum("span_metrics_overflow_total") == 0


@pytest.mark.parametrize("ratio", [0, 0.1, 1])
def test_the_numbers_are_true_at_any_ratio(start_gateway, ratio):
    gateway = start_gateway(settings=on() | {
        "sampling": {"sampler": "traceidratio", "ratio": ratio}, "limits": {"loops": 3}})
    chance = random.Random(7)
    truth, seconds = Counter(), Counter()
    for _ in range(12):
        request = otlp.traces(resource={"service.name": chance.choice(("shop", "store"))})
        name = request.resource_spans[0].resource.attributes[0].value.string_value
        for _ in range(25):
            span = timed(
                chance.choice(("GET", "PUT")), chance.uniform(0, 3), kind=chance.choice(range(1, 6)),
                status=Status(code=chance.choice(range(3))))
            request.resource_spans[0].scope_spans[0].spans.append(span)
            key = name, span.name, Span.SpanKind.Name(span.kind), Status.StatusCode.Name(span.status.code)
            truth[key] += 1
            seconds[key] += (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9
        with grpc_channel(gateway) as channel:
            call(gateway, request, channel=channel)
    metrics = gateway.metrics()
    key = ("service_name", "span_name", "span_kind", "status_code")

    def shown(family):
        return {tuple(labels[name] for name in key): value for labels, value in metrics.select(family)}

    assert shown(CALLS) == shown(DURATION + "_count") == dict(truth)
    assert shown(DURATION + "_sum") == pytest.approx(dict(seconds))
    assert metrics.types[CALLS] == "counter" and metrics.types[DURATION] == "histogram"
    assert metrics.sum("span_metrics_series") == len(truth)


def test_dimensions_are_labels(start_gateway):
    gateway = start_gateway(settings=on(dimensions=["http.route", "deployment.environment.name"]))
    resource = {"service.name": "shop", "deployment.environment.name": "ci"}
    post(gateway, otlp.traces(
        timed(with_attributes={"http.route": "/a"}), timed(with_attributes={"http.route": "/a", "other": 1}),
        timed(with_attributes={"http.route": "/b", "deployment.environment.name": "laptop"}), timed(),
        resource=resource))
    found = {
        (labels.get("http_route"), labels["deployment_environment_name"]): value
        for labels, value in gateway.metrics().select(CALLS)}
    assert found == {("/a", "ci"): 2, ("/b", "laptop"): 1, (None, "ci"): 1}


def test_series_are_bounded_for_the_process(start_gateway):
    gateway = start_gateway(settings=on(max_series=20) | {"limits": {"loops": 3}})
    for turn in range(2):
        for block in range(10):
            with grpc_channel(gateway) as channel:
                call(gateway, otlp.traces(*(timed(f"{block}-{number}") for number in range(10))), channel=channel)
    metrics = gateway.metrics()
    assert len(metrics.select(CALLS)) == 21
    assert metrics.sum("span_metrics_series") == 20
    assert metrics.sum(CALLS) == 200
    assert metrics.sum(CALLS, otel_metric_overflow="true") == metrics.sum("span_metrics_overflow_total") == 160
    assert metrics.sum(CALLS, span_name="0-0") == 2


def test_exemplars_are_spans_that_were_kept(start_gateway, grpc_collector):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings=on() | {"sampling": {"sampler": "traceidratio", "ratio": 0.2}})
    sent = [timed(f"s{number % 5}", 0.001 * 2 ** (number % 14)) for number in range(400)]
    for start in range(0, 400, 50):
        post(gateway, otlp.traces(*sent[start:start + 50]))
    grpc_collector.wait_for_spans(400 - int(gateway.metrics().sum("sampled_out_items_total", signal="traces")))
    delivered = {(span.trace_id.hex(), span.span_id.hex()): span for span in grpc_collector.spans()}
    assert 20 < len(delivered) < 200
    status, _, text = gateway.get(gateway.metrics_port, "/metrics", OPENMETRICS)
    assert status == 200
    exemplars = [EXEMPLAR.search(line) for line in text.splitlines() if line.startswith(DURATION) and " # " in line]
    assert len(exemplars) > 10
    for exemplar in exemplars:
        ids = dict(re.findall(r'(\w+)="([0-9a-f]+)"', exemplar["ids"]))
        span = delivered[ids["trace_id"], ids["span_id"]]
        assert float(exemplar["value"]) == pytest.approx(
            (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9)
        assert f'span_name="{span.name}"' in exemplar["labels"]


def test_labels_go_through_privacy(start_gateway):
    gateway = start_gateway(settings=on(dimensions=["note", "password"]) | {"privacy": {"mode": "balanced"}})
    secret = "canary@private.example"
    post(gateway, otlp.traces(
        timed(secret, with_attributes={"note": secret, "password": "canary hunter"}),
        resource={"service.name": secret}))
    metrics = gateway.metrics()
    assert "canary" not in metrics.text
    assert metrics.sum(CALLS) == 1


def test_a_reload_turns_them_on_and_off(start_gateway):
    gateway = start_gateway()
    post(gateway, otlp.traces(timed()))
    gateway.reload(settings=on())
    post(gateway, otlp.traces(timed()))
    assert gateway.metrics().sum(CALLS) == 1
    # What they are is the same: they go on.
    gateway.reload(settings=on() | {"sampling": {"sampler": "always_off"}})
    post(gateway, otlp.traces(timed()))
    assert gateway.metrics().sum(CALLS) == 2
    # So do they where there is only room for more or less.
    gateway.reload(settings=on(max_series=1))
    post(gateway, otlp.traces(timed(), timed("play")))
    assert gateway.metrics().sum(CALLS, span_name="work") == 3
    assert gateway.metrics().sum(CALLS, otel_metric_overflow="true") == 1
    gateway.reload(settings=on(dimensions=["x"]))
    post(gateway, otlp.traces(timed(with_attributes={"x": "1"})))
    assert [(labels["x"], value) for labels, value in gateway.metrics().select(CALLS)] == [("1", 1)]
    gateway.reload(settings={})
    post(gateway, otlp.traces(timed()))
    assert gateway.metrics().select(CALLS) == []


def test_what_a_stricter_mode_hides_is_hidden_at_once(start_gateway):
    gateway = start_gateway(settings=on() | {"privacy": {"mode": "minimal"}})
    post(gateway, otlp.traces(timed("canary@private.example")))
    assert "canary" in gateway.metrics().text
    gateway.reload(settings=on() | {"privacy": {"mode": "strict"}})
    assert "canary" not in gateway.metrics().text
    post(gateway, otlp.traces(timed("canary@private.example")))
    metrics = gateway.metrics()
    assert "canary" not in metrics.text and metrics.sum(CALLS) == 1


def test_prometheus_finds_the_slow_ones(start_gateway, tmp_path):
    gateway = start_gateway(settings=on() | {"sampling": {"sampler": "always_off"}})
    post(gateway, otlp.traces(timed("cli.check"), timed("cli.build", 4)))
    prometheus = Prometheus(tmp_path, gateway, scrape={"honor_labels": True})
    try:
        prometheus.wait_for(CALLS, 1)
        for turn in range(2, 5):
            post(gateway, otlp.traces(timed("cli.check"), timed("cli.build", 4)))
            prometheus.wait_for(CALLS, turn)
        quantile = f"histogram_quantile(0.95, sum(rate({DURATION}_bucket[5m])) by (le, span_name))"
        found = {labels["span_name"]: value for labels, value in prometheus.answer(quantile)}
        assert 0.25 < found["cli.check"] <= 0.5 and 2.5 < found["cli.build"] <= 5
        assert prometheus.value(f'sum(increase({CALLS}{{span_kind="SPAN_KIND_INTERNAL"}}[5m]))') > 3
    finally:
        prometheus.stop()
