"""OTLP messages: making them, taking them apart, and the bytes of wrong ones."""

import os
import time
from collections import Counter

from google.rpc import error_details_pb2, status_pb2
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (
    ExportLogsServiceRequest,
    ExportLogsServiceResponse,
)
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span

SIGNALS = ("traces", "metrics", "logs")
REQUEST = dict(zip(SIGNALS, (ExportTraceServiceRequest, ExportMetricsServiceRequest, ExportLogsServiceRequest)))
RESPONSE = dict(zip(SIGNALS, (ExportTraceServiceResponse, ExportMetricsServiceResponse, ExportLogsServiceResponse)))
METHOD = {
    "traces": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
    "metrics": "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
    "logs": "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
}
# The repeated field of each level: resource envelopes, scope envelopes, items.
LEVELS = {
    "traces": ("resource_spans", "scope_spans", "spans"),
    "metrics": ("resource_metrics", "scope_metrics", "metrics"),
    "logs": ("resource_logs", "scope_logs", "log_records"),
}


def any_value(value):
    if isinstance(value, bool):
        return AnyValue(bool_value=value)
    if isinstance(value, int):
        return AnyValue(int_value=value)
    if isinstance(value, float):
        return AnyValue(double_value=value)
    if isinstance(value, bytes):
        return AnyValue(bytes_value=value)
    if isinstance(value, str):
        return AnyValue(string_value=value)
    result = AnyValue()
    if isinstance(value, dict):
        result.kvlist_value.values.extend(attributes(value))
    else:
        result.array_value.values.extend(any_value(element) for element in value)
    return result


def attributes(mapping):
    return [KeyValue(key=key, value=any_value(value)) for key, value in mapping.items()]


def span(name="work", *, trace_id=None, span_id=None, with_attributes=None, **fields):
    now = time.time_ns()
    times = {"start_time_unix_nano": now - 1_000_000, "end_time_unix_nano": now}
    return Span(
        name=name,
        trace_id=os.urandom(16) if trace_id is None else trace_id,
        span_id=os.urandom(8) if span_id is None else span_id,
        attributes=attributes(with_attributes or {}),
        **({"kind": Span.SPAN_KIND_INTERNAL} | times | fields),
    )


def traces(*spans, resource=None, scope="end-to-end"):
    request = ExportTraceServiceRequest()
    envelope = request.resource_spans.add()
    envelope.resource.attributes.extend(attributes(resource or {"service.name": "end-to-end"}))
    group = envelope.scope_spans.add()
    group.scope.name = scope
    group.spans.extend(spans)
    return request


def spans(count):
    """A request of as many spans."""
    return traces(*(span() for _ in range(count)))


def logs(*bodies, with_attributes=None):
    request = ExportLogsServiceRequest()
    envelope = request.resource_logs.add()
    envelope.resource.attributes.extend(attributes({"service.name": "end-to-end"}))
    group = envelope.scope_logs.add()
    for body in bodies:
        group.log_records.add(
            time_unix_nano=time.time_ns(), severity_number=9, body=any_value(body),
            attributes=attributes(with_attributes or {}))
    return request


def gauge(name="temperature", values=(1.0,), with_attributes=None):
    request = ExportMetricsServiceRequest()
    envelope = request.resource_metrics.add()
    envelope.resource.attributes.extend(attributes({"service.name": "end-to-end"}))
    metric = envelope.scope_metrics.add().metrics.add(name=name)
    for number, value in enumerate(values):
        metric.gauge.data_points.add(
            time_unix_nano=time.time_ns(), as_double=value,
            attributes=attributes({"number": number} | (with_attributes or {})))
    return request


def one_of(signal):
    """A small valid request of a signal."""
    return {"traces": lambda: traces(span()), "metrics": gauge, "logs": lambda: logs("hello")}[signal]()


def signal_of(request):
    return next(signal for signal in SIGNALS if isinstance(request, REQUEST[signal]))


def parts(request):
    """Every item of a request as `(resource, scope, item)`; for metrics an item is a whole metric."""
    outer, inner, items = LEVELS[signal_of(request)]
    for envelope in getattr(request, outer):
        for group in getattr(envelope, inner):
            for item in getattr(group, items):
                yield envelope.resource, group.scope, item


def spans_in(requests):
    return [item for request in requests for _, _, item in parts(request)]


def fingerprint(requests):
    """How often each item is there, with its resource and scope, whatever the batches were."""
    return Counter(
        tuple(message.SerializeToString(deterministic=True) for message in part)
        for request in requests for part in parts(request))


def padded_traces(size):
    """A valid request with one span whose encoding has exactly `size` bytes."""
    def build(length):
        return traces(span(span_id=b"\1" * 8, trace_id=b"\2" * 16, with_attributes={"padding": "x" * length}))

    length = size - len(build(size).SerializeToString())
    while len(build(size + length).SerializeToString()) > size:
        length -= 1
    body = build(size + length).SerializeToString()
    assert len(body) == size, f"no padding gives exactly {size} bytes"
    return body


def retry_delay(status):
    """Seconds in the RetryInfo of a google.rpc.Status; None without one."""
    for detail in status.details:
        info = error_details_pb2.RetryInfo()
        if detail.Unpack(info):
            return info.retry_delay.ToNanoseconds() / 1e9
    return None


def status_with_retry_info(code, message, seconds):
    status = status_pb2.Status(code=code, message=message)
    info = error_details_pb2.RetryInfo()
    info.retry_delay.FromNanoseconds(int(seconds * 1e9))
    status.details.add().Pack(info)
    return status


def varint(number):
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def field(number, payload, *, length=None):
    """A length-delimited field; `length` lies about the payload's."""
    return varint(number << 3 | 2) + varint(len(payload) if length is None else length) + payload


def blocks(body):
    """The fields of an encoded request, each with its tag, as they were sent: all of it, in its order."""
    start = 0
    while start < len(body):
        tag, payload = read_varint(body, start)
        if tag & 7 != 2:
            # Nothing that a request has; the rest is one piece.
            yield body[start:]
            return
        length, payload = read_varint(body, payload)
        yield body[start:payload + length]
        start = payload + length


def read_varint(body, start):
    """The number at `start`, and where it ends."""
    number = shift = 0
    while True:
        byte = body[start]
        start += 1
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number, start
