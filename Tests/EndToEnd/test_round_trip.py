"""A real SDK on one side, a real collector on the other: what went in comes out, item for item."""

import pytest
from harness import otlp
from harness.client import call, post
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.sdk import SDK
from harness.waiting import eventually
from opentelemetry.trace import Link, SpanKind, Status, StatusCode


def work(sdk):
    """Every kind of thing the SDK can say about a span, a metric and a log record."""
    with sdk.tracer.start_as_current_span("guard-rails", kind=SpanKind.SERVER) as parent:
        parent.set_attributes({
            "text": "Grüße, 世界", "number": -(2**63), "ratio": 0.1, "flag": True, "empty": "",
            "texts": ["a", "b"], "numbers": [1, 2, 3], "ratios": [0.5], "flags": [True, False],
        })
        parent.add_event("started", {"step": 1})
        link = Link(parent.get_span_context(), {"why": "retry"})
        with sdk.tracer.start_as_current_span("step", kind=SpanKind.CLIENT, links=[link]) as child:
            child.set_status(Status(StatusCode.ERROR, "the step failed"))
            try:
                raise ValueError("no such gate")
            except ValueError as error:
                child.record_exception(error)
        sdk.log("within a span", step=1)
    for number in range(50):
        with sdk.tracer.start_as_current_span(f"step {number}"):
            pass
    sdk.log({"nested": {"list": [1, "two", 3.0, None]}}, level="high")
    sdk.meter.create_counter("gates", unit="1", description="gates passed").add(3, {"gate": "lint"})
    sdk.meter.create_up_down_counter("open").add(-2)
    sdk.meter.create_gauge("temperature", unit="Cel").set(21.5)
    histogram = sdk.meter.create_histogram("duration", unit="s")
    for value in (0.001, 0.2, 30.0):
        histogram.record(value, {"gate": "lint"})


def assert_same(sdk, collector, signal):
    expected = otlp.fingerprint(sdk.sent(signal))
    assert expected, f"the SDK sent no {signal}"
    eventually(
        lambda: otlp.fingerprint(collector.accepted(signal)) == expected, within=10,
        what=lambda: f"the same {signal} at the collector: missing "
        f"{expected - otlp.fingerprint(collector.accepted(signal))}, "
        f"surplus {otlp.fingerprint(collector.accepted(signal)) - expected}")


@pytest.mark.parametrize("outgoing", [GRPCCollector, HTTPCollector])
@pytest.mark.parametrize("compression", ["gzip", "none"])
@pytest.mark.parametrize("incoming", ["grpc", "http"])
def test_every_item_arrives_unchanged(start_gateway, collectors, incoming, compression, outgoing):
    collectors.append(collector := outgoing())
    gateway = start_gateway(targets={"default": {"endpoint": collector.endpoint, "compression": compression}})
    sdk = SDK(gateway, incoming, compression)
    work(sdk)
    sdk.close()
    for signal in otlp.SIGNALS:
        assert_same(sdk, collector, signal)
    books = gateway.assert_books_balance()
    assert books["traces"]["received"] == books["traces"]["targets"]["default"]["delivered"] == 52
    assert books["metrics"]["received"] == books["metrics"]["targets"]["default"]["delivered"] == 4
    assert books["logs"]["received"] == books["logs"]["targets"]["default"]["delivered"] == 2


@pytest.mark.parametrize("compression, encoding", [("gzip", "gzip"), ("none", None), (None, "gzip")])
def test_a_target_gets_the_compression_its_profile_names(start_gateway, http_collector, compression, encoding):
    target = {"endpoint": http_collector.endpoint} | ({"compression": compression} if compression else {})
    gateway = start_gateway(targets={"default": target})
    assert post(gateway, otlp.one_of("traces")).status == 200
    http_collector.wait_for_spans(1)
    assert http_collector.attempts[0].headers.get("content-encoding") == encoding


def test_headers_and_paths_of_an_http_target(start_gateway, http_collector):
    gateway = start_gateway(targets={"default": {
        "endpoint": f"{http_collector.endpoint}/base", "headers": {"x-team": "toolkit"}}})
    for signal in otlp.SIGNALS:
        assert post(gateway, otlp.one_of(signal)).status == 200
    eventually(lambda: len(http_collector.accepted()) == 3, what="all three signals")
    assert {(r.headers[":path"], r.headers["x-team"]) for r in http_collector.attempts} == {
        (f"/base/v1/{signal}", "toolkit") for signal in otlp.SIGNALS}


def test_headers_of_a_grpc_target(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": {
        "endpoint": grpc_collector.endpoint, "headers": {"X-Team": "toolkit"}}})
    call(gateway, otlp.one_of("logs"))
    eventually(grpc_collector.accepted, what="the record")
    assert grpc_collector.attempts[0].headers["x-team"] == "toolkit"


@pytest.mark.parametrize("signal", otlp.SIGNALS)
def test_unknown_fields_survive(start_gateway, grpc_collector, signal):
    """A newer sender's fields pass through a gateway that does not know them."""
    gateway = start_gateway(targets={"default": {"endpoint": grpc_collector.endpoint}})
    request = otlp.one_of(signal)
    unknown = otlp.field(19000, b"from the future")
    for resource, scope, item in otlp.parts(request):
        for message in (resource, scope, item):
            message.MergeFromString(unknown)
    call(gateway, request)
    eventually(grpc_collector.accepted, what=f"the {signal}")
    assert otlp.fingerprint(grpc_collector.accepted()) == otlp.fingerprint([request])


def test_small_requests_of_many_senders_share_batches(start_gateway, grpc_collector):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings={"delivery": {"batch": {"max_delay": "500ms"}}, "limits": {"loops": 1}})
    requests = [otlp.traces(otlp.span(), resource={"service.name": f"sender{n}"}) for n in range(60)]
    for request in requests:
        assert post(gateway, request).status == 200
    grpc_collector.wait_for_spans(60)
    assert otlp.fingerprint(grpc_collector.accepted()) == otlp.fingerprint(requests)
    assert len(grpc_collector.attempts) < 30, "most requests were sent on alone"


def test_several_targets_get_the_signals_they_ask_for(start_gateway, grpc_collector, http_collector):
    gateway = start_gateway(targets={
        "all": {"endpoint": grpc_collector.endpoint},
        "logs-only": {"endpoint": http_collector.endpoint, "signals": ["logs"]}})
    requests = [otlp.one_of(signal) for signal in otlp.SIGNALS]
    for request in requests:
        assert post(gateway, request).status == 200
    for signal, request in zip(otlp.SIGNALS, requests):
        eventually(lambda signal=signal: grpc_collector.accepted(signal), what=signal)
        assert otlp.fingerprint(grpc_collector.accepted(signal)) == otlp.fingerprint([request])
    eventually(http_collector.accepted, what="the log record")
    gateway.assert_books_balance()
    assert [received.signal for received in http_collector.attempts] == ["logs"]


def test_a_configuration_by_environment_alone(start_gateway, http_collector):
    """No file of the user's: built-in defaults and variables are a complete configuration."""
    gateway = start_gateway(by_environment=True, env={
        "OTEL_EXPORTER_OTLP_ENDPOINT": http_collector.endpoint,
        "OTEL_EXPORTER_OTLP_HEADERS": "x-team=tool%20kit",
        "OTEL_TRACES_SAMPLER": "always_on",
        "OTEL_SERVICE_NAME": "named-here",
    })
    nameless = otlp.traces(otlp.span(), resource={"service.name": "unknown_service:python"})
    named = otlp.traces(otlp.span(), resource={"service.name": "of-its-own"})
    for request in (nameless, named):
        assert post(gateway, request).status == 200
    http_collector.wait_for_spans(2)
    assert http_collector.attempts[0].headers["x-team"] == "tool kit"
    names = {
        attribute.value.string_value
        for request in http_collector.accepted() for resource, _, _ in otlp.parts(request)
        for attribute in resource.attributes if attribute.key == "service.name"
    }
    assert names == {"named-here", "of-its-own"}


def test_a_url_for_one_signal_is_used_as_it_is(start_gateway, http_collector):
    gateway = start_gateway(by_environment=True, env={
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"{http_collector.endpoint}/base/",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": f"{http_collector.endpoint}/elsewhere/logs",
        "OTEL_TRACES_SAMPLER": "always_on",
    })
    for signal in ("traces", "logs"):
        assert post(gateway, otlp.one_of(signal)).status == 200
    eventually(lambda: len(http_collector.accepted()) == 2, what="both signals")
    assert {r.headers[":path"] for r in http_collector.attempts} == {"/base/v1/traces", "/elsewhere/logs"}
