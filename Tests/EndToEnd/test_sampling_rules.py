"""Rules beside the samplers: what is kept whatever the ratio, ratios by service and name, rate limits, logs."""

import os
import time

import pytest
from harness import otlp
from harness.client import call, grpc_channel, post
from harness.ports import free_ports
from harness.sampling import adjusted_count, is_kept, sampled
from harness.waiting import eventually
from opentelemetry.proto.trace.v1.trace_pb2 import Status

# Below every threshold but 0, and above every one.
LOW, HIGH = b"\1" * 9 + b"\0" * 6 + b"\1", b"\1" * 9 + b"\xff" * 7
SECOND = 1_000_000_000


def service(name):
    return {"service.name": name}


def lasting(seconds):
    return {"start_time_unix_nano": 1_700_000_000 * SECOND, "end_time_unix_nano": int((1_700_000_000 + seconds) * SECOND)}


def error():
    return {"status": Status(code=Status.STATUS_CODE_ERROR)}


def wait_until_delivered(gateway):
    eventually(lambda: gateway.metrics().sum("queued_items") == 0, what="an empty queue")


@pytest.fixture
def gateway_with(start_gateway, grpc_collector):
    def start(*arguments, **settings):
        return start_gateway(
            targets={"default": {"endpoint": grpc_collector.endpoint}}, settings=sampled(*arguments, **settings))
    return start


def test_what_must_not_be_lost_is_kept_and_says_so(gateway_with, grpc_collector):
    gateway = gateway_with("parentbased_traceidratio", 0.5, keep={
        "errors": True, "slower_than": "2s", "names": ["checkout"],
        "attributes": {"http.response.status_code": ["500", "503"], "vip": ["true"]}})
    kept = {
        "an error": otlp.span("an error", trace_id=LOW, **error()),
        "slow": otlp.span("slow", trace_id=LOW, **lasting(2.5)),
        "checkout": otlp.span("checkout", trace_id=LOW),
        "attribute": otlp.span("attribute", trace_id=LOW, with_attributes={"http.response.status_code": 503}),
        "vip": otlp.span("vip", trace_id=LOW, with_attributes={"vip": True}),
        "an error above": otlp.span("an error above", trace_id=HIGH, **error()),
    }
    others = [
        otlp.span("not slow", trace_id=LOW, **lasting(1.5)),
        otlp.span("fine", trace_id=LOW, with_attributes={"http.response.status_code": 200, "vip": False}),
        otlp.span("fine", trace_id=LOW, status=Status(code=Status.STATUS_CODE_OK)),
    ]
    decided = otlp.span("decided", trace_id=HIGH, trace_state="ot=th:c", **error())
    call(gateway, otlp.traces(*kept.values(), *others, decided))
    spans = grpc_collector.wait_for_spans(len(kept) + 1)
    states = {span.name: span.trace_state for span in spans}
    assert states == dict.fromkeys(kept, "ot=th:0") | {"decided": "ot=th:c"}
    metrics = gateway.metrics()
    reasons = {
        labels["reason"]: value for labels, value in metrics.select("sampled_items_total", decision="kept")}
    assert reasons == {"error": 3, "slow": 1, "attribute": 2, "name": 1}
    assert metrics.sum("sampled_items_total", decision="dropped", reason="ratio", service="end-to-end") == 3


def test_without_knowing_what_came_before_nothing_is_claimed(gateway_with, grpc_collector):
    gateway = gateway_with("traceidratio", 0.5, assume_unsampled=False, keep={"errors": True})
    call(gateway, otlp.traces(
        otlp.span("kept", trace_id=LOW, **error()), otlp.span("above", trace_id=HIGH),
        otlp.span("below", trace_id=LOW), otlp.span("known", trace_id=HIGH, trace_state="ot=th:4")))
    states = {span.name: span.trace_state for span in grpc_collector.wait_for_spans(3)}
    assert states == {"kept": "", "above": "", "known": "ot=th:8"}


def test_ratios_by_service_and_by_span_name(gateway_with, grpc_collector):
    gateway = gateway_with(
        "traceidratio", 0.5, by_service={"noisy": 0.25, "precious": 1.0},
        by_span_name={"GET /health": 0.0, "checkout": 1.0})
    for name, trace_id in [("noisy", HIGH), ("precious", LOW), ("another", HIGH)]:
        call(gateway, otlp.traces(
            otlp.span(f"{name} work", trace_id=trace_id), otlp.span(f"{name} low", trace_id=LOW),
            otlp.span("GET /health", trace_id=HIGH), otlp.span("checkout", trace_id=LOW), resource=service(name)))
    spans = grpc_collector.wait_for_spans(7)
    states = sorted((span.name, span.trace_state) for span in spans)
    assert states == sorted([
        ("noisy work", "ot=th:c"), ("precious work", "ot=th:0"), ("precious low", "ot=th:0"),
        ("another work", "ot=th:8"), *[("checkout", "ot=th:0")] * 3])
    metrics = gateway.metrics()
    assert metrics.sum("sampled_items_total", decision="dropped", reason="by_span_name") == 3
    assert metrics.sum("sampled_items_total", decision="dropped", reason="by_service", service="noisy") == 1
    assert metrics.sum("sampled_items_total", decision="dropped", reason="ratio", service="another") == 1


def test_a_flood_is_held_and_still_counted_right(gateway_with, grpc_collector):
    """About 4,000 spans a second of one service, of which 400 may leave, and a quiet one beside it."""
    gateway = gateway_with("parentbased_always_on", rate_limit="400/s")
    with grpc_channel(gateway) as channel:
        start, sent, quiet = time.monotonic(), [], 0
        while (elapsed := time.monotonic() - start) < 10:
            call(gateway, otlp.traces(*(
                otlp.span(f"{int(elapsed)}", trace_id=os.urandom(16)) for _ in range(100)),
                resource=service("flood")), channel=channel)
            sent.append(elapsed)
            if len(sent) % 40 == 0:
                call(gateway, otlp.traces(otlp.span("quiet"), resource=service("quiet")), channel=channel)
                quiet += 1
            time.sleep(max(0, len(sent) * 0.025 - (time.monotonic() - start)))
    wait_until_delivered(gateway)
    spans = grpc_collector.spans()
    # From the fifth second on the flood is held.
    came = 100 * sum(1 for at in sent if 5 <= at)
    left = [span for span in spans if span.name.isdigit() and int(span.name) >= 5]
    seconds = sent[-1] - 5
    assert came / seconds > 800, "the flood was none"
    assert len(left) / seconds < 400 * 1.35
    assert len(left) / seconds > 400 * 0.65
    estimate = sum(adjusted_count(span) for span in left)
    probability = len(left) / came
    assert abs(estimate - came) < 5 * (came / probability) ** 0.5
    assert sum(1 for span in spans if span.name == "quiet") == quiet
    metrics = gateway.metrics()
    assert metrics.sum("sampled_items_total", reason="rate_limit", service="quiet") == 0
    assert metrics.sum("sampled_items_total", reason="rate_limit", service="flood") == 100 * len(sent) - sum(
        1 for span in spans if span.name.isdigit())


def log_records(count, trace_ids=()):
    request = otlp.logs(*(f"event {number}" for number in range(count)))
    for (_, _, record), trace_id in zip(otlp.parts(request), trace_ids):
        record.trace_id = trace_id
    return request


def bodies(collector):
    return {record.body.string_value for request in collector.accepted("logs") for _, _, record in otlp.parts(request)}


@pytest.mark.parametrize("logs", ["all", "follow_trace", "ratio"])
def test_logs(gateway_with, grpc_collector, logs):
    """The first thousand records are of a trace each, the second are of none."""
    gateway = gateway_with("parentbased_traceidratio", 0.25, logs=logs)
    trace_ids = [os.urandom(16) for _ in range(1000)]
    call(gateway, log_records(2000, trace_ids))
    wait_until_delivered(gateway)
    of_kept = {f"event {number}" for number, trace_id in enumerate(trace_ids) if is_kept(trace_id, 0.25)}
    of_none = {f"event {number}" for number in range(1000, 2000)}
    left = bodies(grpc_collector)
    everything = {f"event {number}" for number in range(1000)} | of_none
    if logs == "all":
        assert left == everything
    elif logs == "follow_trace":
        assert left == of_kept | of_none
    else:
        assert left - of_none == of_kept
        assert abs(len(left & of_none) - 250) < 5 * (250 * 0.75) ** 0.5
    metrics = gateway.metrics()
    assert metrics.sum("sampled_out_items_total", signal="logs") == 2000 - len(left)
    assert metrics.sum("sampled_items_total", signal="logs", sampler=logs) == 2000
    assert metrics.sum("sampled_items_total", signal="logs", decision="kept") == len(left)


def test_always_off_still_counts_plugins(gateway_with, grpc_collector):
    gateway = gateway_with("always_off", keep={"errors": True})
    call(gateway, otlp.traces(otlp.span("plugins.execute", with_attributes={"plugin": "pytest"}, **error())))
    call(gateway, otlp.gauge())
    eventually(lambda: grpc_collector.accepted("metrics"), what="the metric")
    gateway.assert_books_balance()
    assert grpc_collector.spans() == []
    metrics = gateway.metrics()
    assert metrics.sum("hephaestus_plugins_errors_total", plugin="pytest") == 1
    assert metrics.sum("sampled_items_total", reason="always_off", sampler="always_off") == 1


def test_every_span_is_counted_once_also_when_requests_are_refused(start_gateway):
    """A sender that is told to come again is not counted twice."""
    port, = free_ports(1)
    gateway = start_gateway(
        targets={"default": {"endpoint": f"grpc://127.0.0.1:{port}", "queue": {"max_size": "16KiB"}}},
        settings=sampled("traceidratio", 0.5, keep={"errors": True}) | {"delivery": {"drain_timeout": "1s"}})
    gateway.exits = (75,)
    statuses = [post(gateway, otlp.spans(20)).status for _ in range(30)]
    assert 200 in statuses and 503 in statuses
    metrics = gateway.metrics()
    accepted = metrics.sum("received_items_total", signal="traces") - metrics.sum(
        "rejected_items_total", signal="traces")
    assert metrics.sum("sampled_items_total", signal="traces") == accepted
    assert metrics.sum("sampled_items_total", decision="dropped") == metrics.sum(
        "sampled_out_items_total", signal="traces")


def test_a_reload_changes_all_of_it_and_forgets_no_number(gateway_with, grpc_collector):
    gateway = gateway_with("always_off")
    call(gateway, otlp.traces(otlp.span("before", trace_id=HIGH)))
    gateway.reload(settings=sampled(
        "traceidratio", 0.5, mode="proportional", by_service={"noisy": 0.25}, keep={"names": ["kept"]},
        logs="follow_trace", rate_limit="100000/s"))
    call(gateway, otlp.traces(
        otlp.span("kept", trace_id=LOW), otlp.span("below", trace_id=LOW),
        otlp.span("twice", trace_id=HIGH, trace_state="ot=th:8")))
    call(gateway, otlp.traces(otlp.span("noisy", trace_id=HIGH), resource=service("noisy")))
    call(gateway, log_records(2, [LOW, HIGH]))
    states = {span.name: span.trace_state for span in grpc_collector.wait_for_spans(3)}
    assert states == {"kept": "ot=th:0", "twice": "ot=th:c", "noisy": "ot=th:c"}
    eventually(lambda: bodies(grpc_collector) == {"event 1"}, what="the log record of the trace that stays")
    metrics = gateway.metrics()
    assert metrics.sum("sampled_items_total", sampler="always_off", decision="dropped") == 1
    assert metrics.sum("sampled_items_total", sampler="traceidratio") == 4


def test_services_without_end_make_no_series_without_end(gateway_with):
    gateway = gateway_with("always_on")
    for start in range(0, 500, 100):
        request = otlp.traces(otlp.span(), resource=service(f"service {start}"))
        for number in range(start + 1, start + 100):
            request.MergeFrom(otlp.traces(otlp.span(), resource=service(f"service {number}")))
        call(gateway, request)
    metrics = gateway.metrics()
    series = metrics.select("sampled_items_total")
    assert len(series) == 201
    assert sum(value for _, value in series) == 500
    assert metrics.sum("sampled_items_total", service="other") == 300
    assert metrics.sum("sampling_service_overflow_total") == 300
