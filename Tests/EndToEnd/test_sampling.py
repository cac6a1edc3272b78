"""What a user sees of the samplers: whole traces, true shares, and one decision wherever a span arrives."""

import os
from collections import defaultdict

import pytest
from harness import otlp
from harness.client import call, grpc_channel, post
from harness.grpc_collector import GRPCCollector
from harness.sdk import SDK
from harness.waiting import eventually
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

TRACES = 3000


def randomness(trace_id):
    """The 56 bits that the OpenTelemetry consistent sampling rule looks at."""
    return int.from_bytes(trace_id[9:], "big")


def is_kept(trace_id, ratio):
    return randomness(trace_id) >= round((1 - ratio) * 2**56)


def sampled(sampler, ratio=None):
    return {"sampling": {"sampler": sampler} | ({} if ratio is None else {"ratio": ratio})}


@pytest.mark.parametrize("sampler", ["traceidratio", "parentbased_traceidratio"])
def test_whole_traces_stay_whole_over_connections_and_gateways(start_gateway, grpc_collector, sampler):
    """Each trace's three spans come by two gateways and many connections, in different requests."""
    target = {"default": {"endpoint": grpc_collector.endpoint}}
    gateways = [start_gateway(targets=target, settings=sampled(sampler, 0.25)) for _ in range(2)]
    channels = [(gateway, grpc_channel(gateway)) for gateway in gateways for _ in range(4)]
    trace_ids = [os.urandom(16) for _ in range(TRACES)]
    for part in range(3):
        for start in range(0, TRACES, 100):
            gateway, channel = channels[(start // 100 + part * 3) % len(channels)]
            spans = [otlp.span(f"part {part}", trace_id=trace_id) for trace_id in trace_ids[start:start + 100]]
            call(gateway, otlp.traces(*spans), channel=channel)
    for _, channel in channels:
        channel.close()
    expected = {trace_id for trace_id in trace_ids if is_kept(trace_id, 0.25)}
    grpc_collector.wait_for_spans(3 * len(expected))
    arrived = defaultdict(set)
    for span in grpc_collector.spans():
        arrived[span.trace_id].add(span.name)
    assert all(len(names) == 3 for names in arrived.values()), "a trace came in part"
    assert set(arrived) == expected
    # Within five standard deviations of a quarter of 3,000.
    assert abs(len(arrived) - TRACES / 4) < 5 * (TRACES * 0.25 * 0.75) ** 0.5
    sampled_out = sum(gateway.metrics().sum("sampled_out_items_total", signal="traces") for gateway in gateways)
    assert sampled_out == 3 * (TRACES - len(expected))


@pytest.mark.parametrize("sampler", ["always_on", "parentbased_always_on"])
def test_always_on_leaves_tracestate_alone(start_gateway, grpc_collector, sampler):
    gateway = start_gateway(targets={"default": {"endpoint": grpc_collector.endpoint}}, settings=sampled(sampler))
    states = ["", "vendor=1", "ot=th:8;rv:9b8233f7e3a151,vendor=1"]
    call(gateway, otlp.traces(*(otlp.span(trace_state=state) for state in states)))
    spans = grpc_collector.wait_for_spans(len(states))
    assert sorted(span.trace_state for span in spans) == sorted(states)


@pytest.mark.parametrize("sampler, arrives", [
    ("always_off", []), ("parentbased_always_off", ["decided upstream"]),
    ("parentbased_traceidratio", ["decided upstream"]),
])
def test_what_a_sampler_that_keeps_nothing_lets_through(start_gateway, grpc_collector, sampler, arrives):
    """Parent-based samplers follow an upstream decision; metrics and logs are not the sampler's."""
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}}, settings=sampled(sampler, 0.0))
    call(gateway, otlp.traces(
        otlp.span("decided upstream", trace_id=b"\1" * 9 + b"\xff" * 7, trace_state="ot=th:8"),
        otlp.span("undecided", trace_id=b"\1" * 16)))
    for signal in ("metrics", "logs"):
        call(gateway, otlp.one_of(signal))
    eventually(lambda: grpc_collector.accepted("metrics") and grpc_collector.accepted("logs"), what="the others")
    if arrives:
        grpc_collector.wait_for_spans(len(arrives))
    gateway.assert_books_balance()
    assert grpc_collector.span_names() == arrives
    assert gateway.metrics().sum("sampled_out_items_total", signal="traces") == 2 - len(arrives)
    assert gateway.metrics().sum("sampled_out_items_total", signal="logs") == 0


def test_ratio_one_delivers_every_span_of_the_python_sdk(start_gateway, collectors, grpc_collector):
    """The SDK's flags byte is 0, which a gateway that read it would take for "not sampled"."""
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings=sampled("parentbased_traceidratio", 1.0))
    sdk = SDK(gateway, sampler=ParentBased(TraceIdRatioBased(1.0)))
    for number in range(200):
        with sdk.tracer.start_as_current_span("root"), sdk.tracer.start_as_current_span(f"child {number}"):
            pass
    sdk.close()
    assert len(grpc_collector.wait_for_spans(400)) == 400
    assert gateway.metrics().sum("sampled_out_items_total", signal="traces") == 0


def test_the_default_keeps_a_fifth(start_gateway, collectors):
    collectors.append(collector := GRPCCollector())
    gateway = start_gateway(by_environment=True, env={
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{collector.port}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
    })
    trace_ids = [os.urandom(16) for _ in range(TRACES)]
    assert post(gateway, otlp.traces(*(otlp.span(trace_id=trace_id) for trace_id in trace_ids))).status == 200
    expected = {trace_id for trace_id in trace_ids if is_kept(trace_id, 0.2)}
    collector.wait_for_spans(len(expected))
    gateway.assert_books_balance()
    assert {span.trace_id for span in collector.spans()} == expected
