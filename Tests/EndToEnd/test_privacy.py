"""Nothing private gets past the modes that promise so: canaries wherever a sender can put a text."""

import pytest
from harness import otlp
from harness.client import call
from harness.waiting import eventually
from opentelemetry.proto.metrics.v1.metrics_pb2 import AggregationTemporality

CANARIES = {
    "e-mail": "canary.person@private-domain.example",
    "JWT": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeS0wMTIzNDU2Nzg5",
    "password": "canary-hunter2-correct-horse",
    "home": "/home/canaryuser",
}
TEXTS = [
    f"mail {CANARIES['e-mail']} bounced",
    f"Authorization: Bearer {CANARIES['JWT']}",
    f"postgres://admin:{CANARIES['password']}@db.internal/app",
    f"read {CANARIES['home']}/project/setup.py",
]
# Values that give nothing away by their looks, under names that do.
BY_KEY = {"password": CANARIES["password"], "db.password": CANARIES["password"], "user.email": CANARIES["e-mail"]}


def with_canaries(prefix):
    flat = {f"{prefix}.{number}": text for number, text in enumerate(TEXTS)}
    return flat | BY_KEY | {f"{prefix}.nested": {"list": TEXTS, "deeper": dict(flat)}}


def canary_traces():
    span = otlp.span("deploy " + TEXTS[0], trace_id=b"\1" * 16, with_attributes=with_canaries("span"))
    span.status.code, span.status.message = 2, " ".join(TEXTS)
    event = span.events.add(name="event " + TEXTS[1])
    event.attributes.extend(otlp.attributes(with_canaries("event") | {"exception.message": " ".join(TEXTS)}))
    span.links.add(trace_id=b"\3" * 16, span_id=b"\4" * 8, attributes=otlp.attributes(with_canaries("link")))
    request = otlp.traces(span, resource={"service.name": "shop"} | with_canaries("resource"))
    scope = request.resource_spans[0].scope_spans[0].scope
    scope.attributes.extend(otlp.attributes(with_canaries("scope")))
    return request


def canary_logs():
    request = otlp.logs(*TEXTS, {"structured": TEXTS, "password": CANARIES["password"]}, TEXTS,
                        with_attributes=with_canaries("log"))
    request.resource_logs[0].resource.attributes.extend(otlp.attributes(with_canaries("resource")))
    return request


def canary_metrics():
    request = otlp.gauge(with_attributes=with_canaries("point"))
    metrics = request.resource_metrics[0].scope_metrics[0].metrics
    total = metrics.add(name="total", description="of " + TEXTS[0]).sum
    total.aggregation_temporality = AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE
    total.is_monotonic = True
    point = total.data_points.add(as_int=1, attributes=otlp.attributes(with_canaries("sum")))
    point.exemplars.add(as_int=1, filtered_attributes=otlp.attributes(with_canaries("exemplar")))
    return request


REQUESTS = {"traces": canary_traces, "metrics": canary_metrics, "logs": canary_logs}


def places_of(canary, requests):
    """The paths at which protobuf texts hold a canary, for a message that helps."""
    found = set()

    def walk(message, path):
        for descriptor, value in message.ListFields():
            for element in value if descriptor.is_repeated else [value]:
                here = f"{path}.{descriptor.name}"
                if hasattr(element, "ListFields"):
                    walk(element, here + (f"[{element.key}]" if descriptor.name == "attributes" else ""))
                elif canary in (element.decode("latin-1") if isinstance(element, bytes) else str(element)):
                    found.add(here)

    for request in requests:
        walk(request, otlp.signal_of(request))
    return sorted(found)


@pytest.mark.parametrize("mode", ["balanced", "strict"])
def test_no_canary_gets_out(start_gateway, grpc_collector, http_collector, mode):
    """Not to either target, not on /metrics, not into the log, not on the console."""
    gateway = start_gateway(
        targets={
            "grpc": {"endpoint": grpc_collector.endpoint},
            "http": {"endpoint": http_collector.endpoint},
            "console": {"endpoint": "console:"},
        },
        settings={"privacy": {"mode": mode}, "logging": {"level": "trace"}})
    for request in REQUESTS.values():
        call(gateway, request())
    for collector in (grpc_collector, http_collector):
        eventually(lambda collector=collector: all(map(collector.accepted, otlp.SIGNALS)), what="all signals")
    metrics = gateway.metrics()
    gateway.stop()
    shown = "\n".join([metrics.text, gateway.log(), gateway.stdout()])
    for kind, canary in CANARIES.items():
        for collector in (grpc_collector, http_collector):
            assert not places_of(canary, collector.accepted()), f"the {kind} got out in {mode} mode"
            assert canary.encode() not in collector.everything_received()
        assert canary not in shown, f"the {kind} is shown in {mode} mode"
    assert metrics.sum("redactions_total") > 0
    assert all(labels.get("rule") for labels, _ in metrics.select("redactions_total"))


@pytest.mark.parametrize("mode", ["minimal", "balanced", "strict"])
def test_a_mode_changes_values_and_never_counts(start_gateway, grpc_collector, mode):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}}, settings={"privacy": {"mode": mode}})
    sent = {signal: make() for signal, make in REQUESTS.items()}
    for request in sent.values():
        call(gateway, request)
    eventually(lambda: all(map(grpc_collector.accepted, otlp.SIGNALS)), what="all signals")
    for signal, request in sent.items():
        items = [item for accepted in grpc_collector.accepted(signal) for _, _, item in otlp.parts(accepted)]
        assert len(items) == len(list(otlp.parts(request)))
    span = grpc_collector.spans()[0]
    original = sent["traces"].resource_spans[0].scope_spans[0].spans[0]
    for name in ("trace_id", "span_id", "start_time_unix_nano", "end_time_unix_nano", "kind"):
        assert getattr(span, name) == getattr(original, name)


@pytest.mark.parametrize("mode", ["minimal", "balanced"])
def test_harmless_values_pass_as_they_are(start_gateway, grpc_collector, mode):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}}, settings={"privacy": {"mode": mode}})
    request = otlp.traces(otlp.span("GET /gates/{id}", with_attributes={
        "http.request.method": "GET", "http.response.status_code": 200, "http.route": "/gates/{id}",
        "plugin": "pytest", "version": "1.0.0", "category": "testing", "ratio": 0.5, "flags": [True, False]}))
    call(gateway, request)
    grpc_collector.wait_for_spans(1)
    assert otlp.fingerprint(grpc_collector.accepted()) == otlp.fingerprint([request])
    assert gateway.metrics().sum("redactions_total") == 0
