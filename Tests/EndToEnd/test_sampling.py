"""What a user sees of the samplers: whole traces, true shares, and one decision wherever a span arrives."""

import os
from collections import defaultdict

import pytest
from harness import otlp
from harness.client import call, grpc_channel, post
from harness.grpc_collector import GRPCCollector
from harness.sampling import adjusted_count, is_kept, sampled
from harness.sdk import SDK
from harness.waiting import eventually
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

TRACES = 3000


@pytest.mark.parametrize("sampler", ["traceidratio", "parentbased_traceidratio"])
def test_whole_traces_stay_whole_over_connections_and_gateways(start_gateway, grpc_collector, sampler):
    """Each trace's three spans come by four gateways and many connections, in different requests."""
    target = {"default": {"endpoint": grpc_collector.endpoint}}
    gateways = [start_gateway(targets=target, settings=sampled(sampler, 0.25)) for _ in range(4)]
    channels = [(gateway, grpc_channel(gateway)) for gateway in gateways for _ in range(2)]
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


@pytest.mark.parametrize("mode, both", [("equalizing", 0.2), ("proportional", 0.04)])
def test_counts_are_true_behind_two_gateways_in_a_row(start_gateway, grpc_collector, mode, both):
    """Whoever adds up what `th` says gets what there was, however often it was sampled."""
    settings = sampled("traceidratio", 0.2, mode=mode)
    second = start_gateway(targets={"default": {"endpoint": grpc_collector.endpoint}}, settings=settings)
    first = start_gateway(targets={"default": {"endpoint": f"grpc://{second.grpc}"}}, settings=settings)
    traces = 20_000
    for _ in range(traces // 1000):
        call(first, otlp.traces(*(otlp.span() for _ in range(1000))))
    kept = [traces]
    for gateway in (first, second):
        gateway.assert_books_balance()
        kept.append(kept[-1] - gateway.metrics().sum("sampled_out_items_total", signal="traces"))
        # The next one may not have got everything yet.
        following = second if gateway is first else None
        if following:
            eventually(
                lambda: following.metrics().sum("received_items_total", signal="traces") == kept[-1],
                what="everything at the second gateway")
    spans = grpc_collector.wait_for_spans(kept[-1])
    assert len(spans) == kept[-1]
    estimate = sum(adjusted_count(span) for span in spans)
    assert abs(estimate - traces) < 5 * (traces * (1 - both) / both) ** 0.5
    if mode == "equalizing":
        assert kept[1] == kept[2], "the second gateway thinned out what the first one had"


def test_th_is_written_once_and_only_raised(start_gateway, grpc_collector):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}}, settings=sampled("traceidratio", 0.5))
    high = b"\1" * 9 + b"\xff" * 7
    states = {
        "": "ot=th:8", "vendor=1": "ot=th:8,vendor=1", "ot=th:0;rv:9b8233f7e3a151": "ot=th:8;rv:9b8233f7e3a151",
        "ot=th:c": "ot=th:c", "a=1,ot=k:v;th:4,b=2": "ot=k:v;th:8,a=1,b=2", "ot=th:8XX": "ot=th:8",
    }
    call(gateway, otlp.traces(*(otlp.span(state, trace_id=high, trace_state=state) for state in states)))
    spans = grpc_collector.wait_for_spans(len(states))
    assert {span.name: span.trace_state for span in spans} == states
    assert gateway.metrics().sum("trace_state_faults_total", kind="malformed_threshold") == 1


def test_an_sdk_that_samples_the_old_way_and_a_gateway_keep_the_product(start_gateway, grpc_collector):
    """20 % of 20 %, as config/sampling.md says, and of its answers the gateway that follows its parents."""
    product = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}}, settings=sampled("parentbased_traceidratio", 0.2))
    answer = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings=sampled("parentbased_always_on", assume_unsampled=False))
    roots, arrived = 5000, {}
    for gateway in (product, answer):
        sdk = SDK(gateway, sampler=ParentBased(TraceIdRatioBased(0.2)))
        for _ in range(roots):
            sdk.tracer.start_span("product" if gateway is product else "answer").end()
        sdk.close()
        gateway.assert_books_balance()
        received = gateway.metrics().sum("received_items_total", signal="traces")
        arrived[gateway] = received - gateway.metrics().sum("sampled_out_items_total", signal="traces")
        assert abs(received - roots * 0.2) < 5 * (roots * 0.2 * 0.8) ** 0.5
    assert abs(arrived[product] - roots * 0.04) < 5 * (roots * 0.04 * 0.96) ** 0.5
    assert arrived[answer] == answer.metrics().sum("received_items_total", signal="traces")
    spans = grpc_collector.wait_for_spans(sum(arrived.values()))
    assert {span.trace_state for span in spans if span.name == "answer"} == {""}


def test_nothing_private_leaves_in_trace_states(start_gateway, grpc_collector):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings=sampled("traceidratio", 1.0) | {"privacy": {"mode": "balanced"}})
    state = "a=1,mail=jane.doe@example.com,ot=who:jane.doe@example.com;rv:9b8233f7e3a151,b=2"
    span = otlp.span(trace_state=state)
    span.links.add(trace_id=b"\2" * 16, span_id=b"\3" * 8, trace_state=state)
    call(gateway, otlp.traces(span))
    arrived, = grpc_collector.wait_for_spans(1)
    assert arrived.trace_state == "ot=th:0;rv:9b8233f7e3a151,a=1,b=2"
    assert arrived.links[0].trace_state == "a=1,ot=rv:9b8233f7e3a151,b=2"
    assert b"jane.doe" not in grpc_collector.everything_received()
    assert gateway.metrics().sum("redactions_total", rule="trace_state") == 4
