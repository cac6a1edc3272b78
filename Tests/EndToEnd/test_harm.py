"""Harmless telemetry passes `balanced` as it is: a mode that changes what it need not is soon switched off."""

import json
import re

import pytest
from harness import otlp
from harness.client import call
from harness.harmless import ERRORS, MESSAGES, ROUTES, Generator, conventions
from harness.waiting import eventually

SPANS = 1000
TRACE_STATES = ["", "ot=th:8;rv:9b8233f7e3a151", "dd=s:1;o:rum;t.dm:-4,ot=th:c", "es=s:0.5,congo=t61rcWkgMzE"]
SCHEMA = "https://opentelemetry.io/schemas/1.37.0"


@pytest.fixture
def pass_all(start_gateway, grpc_collector):
    """Sends requests through a gateway in a mode; gives what arrived, in the order it was sent."""
    def pass_in(mode, *requests):
        gateway = start_gateway(
            targets={"default": {"endpoint": grpc_collector.endpoint}}, settings={"privacy": {"mode": mode}})
        arrived = []
        for request in requests:
            signal = otlp.signal_of(request)
            call(gateway, request)
            eventually(lambda signal=signal: grpc_collector.accepted(signal), what="the request")
            passed, = grpc_collector.accepted(signal)
            assert len(list(otlp.parts(passed))) == len(list(otlp.parts(request)))
            arrived.append(passed)
        return arrived
    return pass_in


def as_spans(examples):
    return otlp.traces(*(
        otlp.span(f"line {example.line}", with_attributes={example.key: example.value}) for example in examples))


def as_records(examples):
    request = otlp.logs(*("" for _ in examples))
    for (_, _, record), example in zip(otlp.parts(request), examples):
        record.body.CopyFrom(otlp.any_value({example.key: example.value}))
        record.attributes.extend(otlp.attributes({example.key: example.value}))
    return request


def as_points(examples):
    request = otlp.gauge()
    metrics = request.resource_metrics[0].scope_metrics[0].metrics
    del metrics[:]
    for example in examples:
        metrics.add(name=f"line {example.line}").gauge.data_points.add(
            as_int=1, attributes=otlp.attributes({example.key: example.value}))
    return request


def values_of(item):
    """What of an item is the example: attributes, and a body."""
    if hasattr(item, "gauge"):
        item = item.gauge.data_points[0]
    return [attribute.value for attribute in item.attributes] + ([item.body] if hasattr(item, "body") else [])


@pytest.mark.parametrize("place", [as_spans, as_records, as_points])
@pytest.mark.parametrize("mode", ["balanced", "minimal"])
def test_the_conventions_examples(pass_all, mode, place):
    """Each as a span's, a log record's and a point's attribute, and in a body; exactly what is named changes."""
    examples = conventions()
    assert len(examples) >= 250
    request = place(examples)
    passed, = pass_all(mode, request)
    wrong = []
    for example, (_, _, before), (_, _, after) in zip(examples, otlp.parts(request), otlp.parts(passed)):
        is_named = example.named and (mode == "balanced" or example.named == "credential")
        for sent, arrived in zip(values_of(before), values_of(after), strict=True):
            if (sent != arrived) != bool(is_named) and not example.is_open:
                said = f"is named ({example.named}) and unchanged" if is_named else f"became {shown(arrived)}"
                wrong.append(f"{example} {said}")
    if wrong:
        pytest.fail("\n".join([f"{len(wrong)} of {len(examples)}:", *wrong]), pytrace=False)


def shown(value):
    return " ".join(str(value).split())


def test_a_thousand_spans_of_ordinary_services(pass_all):
    generator = Generator("harm")
    requests = [spans_of(generator), records_of(generator), metrics_of(generator)]
    arrived = pass_all("balanced", *requests)
    changed, count = [], 0
    for request, passed in zip(requests, arrived):
        pairs = list(zip(texts_in(request), texts_in(passed), strict=True))
        count += len(pairs)
        changed += [(where, sent, now) for (where, sent), (_, now) in pairs if sent != now]
    assert count > 20 * SPANS
    listed = "\n".join(f"{where} = {json.dumps(sent)} became {json.dumps(now)}" for where, sent, now in changed[:50])
    print(f"{len(changed)} of {count} values:\n{listed}")
    # Of random numbers as long as those of cards, some are numbers of cards; nothing else may be taken for what it
    # is not.
    assert all(re.fullmatch("[0-9]{13,19}", sent) for _, sent, _ in changed), listed
    assert len(changed) < count / 1000, listed


def texts_in(message, path=""):
    """Every value in a message with its path, numbers and keys too."""
    for declared, value in message.ListFields():
        for element in value if declared.is_repeated else [value]:
            here = f"{path}.{declared.name}" if path else declared.name
            if declared.message_type:
                yield from texts_in(element, f"{here}[{element.key}]" if declared.message_type.name == "KeyValue" else here)
            else:
                yield here, element.hex() if isinstance(element, bytes) else element


def spans_of(generator):
    rng = generator.rng
    request = otlp.REQUEST["traces"]()
    for _ in range(SPANS // 25):
        envelope = request.resource_spans.add(schema_url=SCHEMA)
        envelope.resource.attributes.extend(otlp.attributes(generator.resource()))
        envelope.resource.entity_refs.add(type="service", id_keys=["service.name", "service.instance.id"], schema_url=SCHEMA)
        group = envelope.scope_spans.add(schema_url=SCHEMA)
        group.scope.name, group.scope.version = "@opentelemetry/instrumentation-http", generator.version()
        for _ in range(25):
            attributes = generator.attributes()
            span = otlp.span(
                f"{rng.choice(['GET', 'POST'])} {rng.choice(ROUTES)}", with_attributes=attributes,
                trace_state=rng.choice(TRACE_STATES), parent_span_id=rng.randbytes(8))
            group.spans.append(span)
            if rng.random() < 0.2:
                error = generator.text(rng.choice(ERRORS))
                group.spans[-1].status.code, group.spans[-1].status.message = 2, error
                group.spans[-1].events.add(name="exception", time_unix_nano=1, attributes=otlp.attributes(
                    {"exception.type": "java.io.IOException", "exception.message": error}))
            if rng.random() < 0.2:
                group.spans[-1].links.add(trace_id=rng.randbytes(16), span_id=rng.randbytes(8), trace_state=TRACE_STATES[1])
    return request


def records_of(generator):
    rng = generator.rng
    request = otlp.logs(*(generator.text(rng.choice(MESSAGES)) for _ in range(SPANS)))
    for _, _, record in otlp.parts(request):
        record.severity_text, record.event_name = rng.choice(["INFO", "Warning", "I", "DEBUG2"]), "com.acme.order.placed"
        record.attributes.extend(otlp.attributes(generator.attributes()))
    return request


def metrics_of(generator):
    rng = generator.rng
    request = otlp.REQUEST["metrics"]()
    envelope = request.resource_metrics.add(schema_url=SCHEMA)
    envelope.resource.attributes.extend(otlp.attributes(generator.resource()))
    group = envelope.scope_metrics.add()
    group.scope.name, group.scope.version = "io.opentelemetry.runtime-telemetry-java17", "2.10.0-alpha"
    for number in range(SPANS // 10):
        metric = group.metrics.add(
            name=f"http.server.request.duration.{number}", unit=rng.choice(["s", "By/s", "{request}", "1", "%", "Cel"]),
            description=f"Duration of HTTP server requests (p99 < {generator.word('duration')}), see RFC 9110")
        for _ in range(5):
            point = metric.gauge.data_points.add(
                as_double=rng.random(), time_unix_nano=1, attributes=otlp.attributes(generator.attributes()))
            point.exemplars.add(
                as_double=1.5, time_unix_nano=1, trace_id=rng.randbytes(16), span_id=rng.randbytes(8),
                filtered_attributes=otlp.attributes(generator.attributes()))
    return request
