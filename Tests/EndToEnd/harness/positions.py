"""Every place of an export request where a text can stand, as the official descriptors declare them.

A position knows how to make one resource block, with one item in it, that holds given bytes there and is
harmless elsewhere. Nothing here knows what a gateway does.
"""

import functools
from dataclasses import dataclass

from google.protobuf.descriptor import FieldDescriptor as Kind
from opentelemetry.proto.common.v1 import common_pb2
from opentelemetry.proto.logs.v1 import logs_pb2
from opentelemetry.proto.metrics.v1 import metrics_pb2
from opentelemetry.proto.resource.v1 import resource_pb2
from opentelemetry.proto.trace.v1 import trace_pb2

from .otlp import REQUEST, any_value, attributes, field

TEXT, BYTES, NUMBER, ID = "text", "bytes", "number", "id"
KEY, KEY_REFERENCE, TRACE_STATE = "key", "key reference", "tracestate"

# What each text and each run of bytes is. A new one must be entered here, or the tests fail.
TEXTS = {
    "AnyValue.string_value": TEXT,
    "AnyValue.bytes_value": BYTES,
    "EntityRef.schema_url": TEXT,
    "EntityRef.type": TEXT,
    "EntityRef.id_keys": KEY_REFERENCE,
    "EntityRef.description_keys": KEY_REFERENCE,
    "InstrumentationScope.name": TEXT,
    "InstrumentationScope.version": TEXT,
    "KeyValue.key": KEY,
    "LogRecord.severity_text": TEXT,
    "LogRecord.event_name": TEXT,
    "Metric.name": TEXT,
    "Metric.description": TEXT,
    "Metric.unit": TEXT,
    "ResourceLogs.schema_url": TEXT,
    "ResourceMetrics.schema_url": TEXT,
    "ResourceSpans.schema_url": TEXT,
    "ScopeLogs.schema_url": TEXT,
    "ScopeMetrics.schema_url": TEXT,
    "ScopeSpans.schema_url": TEXT,
    "Span.name": TEXT,
    "Span.trace_state": TRACE_STATE,
    "Event.name": TEXT,
    "Link.trace_state": TRACE_STATE,
    "Status.message": TEXT,
} | {
    # Sixteen or eight bytes that a program drew at random and by which items are joined. There is no telling
    # whether they are a text, and changing one would lose the trace. Those of another length are no ids.
    f"{message}.{name}": ID
    for message, names in {
        "Span": ("trace_id", "span_id", "parent_span_id"), "Link": ("trace_id", "span_id"),
        "Exemplar": ("trace_id", "span_id"), "LogRecord": ("trace_id", "span_id"),
    }.items() for name in names
}
# These hold a number, and of a number only what stands under a telling key is private.
NUMBERS = {
    Kind.TYPE_BOOL, Kind.TYPE_DOUBLE, Kind.TYPE_ENUM, Kind.TYPE_FIXED32, Kind.TYPE_FIXED64, Kind.TYPE_INT32,
    Kind.TYPE_INT64, Kind.TYPE_SFIXED64, Kind.TYPE_SINT32, Kind.TYPE_UINT32, Kind.TYPE_UINT64,
}
KEYED_NUMBERS = {"AnyValue.int_value", "AnyValue.double_value"}
# What identifies a metric stream: a value there may only be exchanged for its pseudonym.
STREAMS = {
    "Resource.attributes", "InstrumentationScope.attributes", "NumberDataPoint.attributes",
    "HistogramDataPoint.attributes", "ExponentialHistogramDataPoint.attributes", "SummaryDataPoint.attributes",
}
# Allowed in every mode, and says nothing about its value.
HARMLESS_KEY = "thread.name"
# Values in lists and maps down to here; one deeper nesting stands for all others.
NESTED = 2
DEEPER = 12


def classified(descriptor, declared):
    """What a field holds; None where it holds a message."""
    if declared.type == Kind.TYPE_MESSAGE:
        return None
    name = f"{descriptor.name}.{declared.name}"
    if declared.type in NUMBERS:
        return NUMBER
    assert name in TEXTS, f"nobody has said what {descriptor.full_name}.{declared.name} may hold: extend {__file__}"
    return TEXTS[name]


def field_pair(key, value):
    return key + value


@dataclass(frozen=True)
class Position:
    signal: str
    # The fields from the request down to the one that holds the text.
    path: tuple
    holds: str

    @property
    def name(self):
        return ".".join([self.path[0].containing_type.name] + [step.name for step in self.path])

    def __str__(self):
        return self.name

    @property
    def is_stream(self):
        return any(f"{step.containing_type.name}.{step.name}" in STREAMS for step in self.path)

    @property
    def is_in_body(self):
        return any(step.name == "body" for step in self.path)

    @functools.cached_property
    def values(self):
        """How many attributes the path goes through to a value."""
        return sum(is_attribute_value(step) for step in self.path)

    @property
    def nesting(self):
        """In how many lists and maps the text is."""
        return sum(map(is_nesting, self.path))

    def block(self, leaf, keys, attribute=field_pair):
        """A resource block with the encoded `leaf` field in its place.

        `keys` holds those of the attributes on the way that have one of their own, by their depth;
        `attribute` makes such an attribute of its encoded key and value.
        """
        return self._within(leaf, self.path, keys, attribute)

    def block_beside(self, extra, depth):
        """A block with further encoded fields in the message that holds the field `depth` of the path, which
        is whole without them."""
        message = self.path[depth].containing_type
        content = siblings(message) + extra
        return self._within(field(self.path[depth - 1].number, content), self.path[:depth]) if depth else content

    @staticmethod
    def _within(encoded, path, keys={}, attribute=field_pair):  # noqa: B006, it is only read
        level = sum(map(is_attribute_value, path))
        for depth in range(len(path) - 1, -1, -1):
            step = path[depth]
            if is_attribute_value(step):
                level -= 1
                encoded = attribute(field(1, keys.get(level, HARMLESS_KEY).encode()), encoded)
            else:
                encoded = siblings(step.containing_type, step.name) + encoded
            if depth:
                encoded = field(path[depth - 1].number, encoded)
        return encoded

    def leaf(self, content):
        """The last field of the path with a content: bytes, an integer or a float."""
        last = self.path[-1]
        return field(last.number, content) if isinstance(content, bytes) else any_value(content).SerializeToString()


def is_attribute_value(step):
    return step.containing_type.name == "KeyValue" and step.name == "value"


def is_nesting(step):
    return step.containing_type.name == "AnyValue" and step.name in ("array_value", "kvlist_value")


def positions(signal):
    """All positions of a signal's request that can hold a text, or a number under a key, ids included."""
    found = walk(signal, REQUEST[signal].DESCRIPTOR, ())
    return [one for one in found if one.nesting <= NESTED or one.nesting == DEEPER]


def walk(signal, descriptor, path):
    for declared in descriptor.fields:
        here = (*path, declared)
        holds = classified(descriptor, declared)
        if holds is None:
            if may_descend(here):
                yield from walk(signal, declared.message_type, here)
        elif holds == NUMBER:
            if f"{descriptor.name}.{declared.name}" in KEYED_NUMBERS:
                yield Position(signal, here, holds)
        else:
            yield Position(signal, here, holds)


def may_descend(path):
    """All nestings down to `NESTED`, and of the deeper ones that in which lists and maps take turns."""
    nesting = [step.name for step in path if is_nesting(step)]
    if not nesting or not is_nesting(path[-1]) or len(nesting) <= NESTED:
        return True
    turns = [("array_value", "kvlist_value")[level % 2] for level in range(len(nesting))]
    return len(nesting) <= DEEPER and nesting == turns


T0 = 1_767_225_600_000_000_000


def examples():
    """Messages with what a valid item has; where the path goes through a field, that one is left out."""
    span = trace_pb2.Span(
        name="work", trace_id=b"\1" * 16, span_id=b"\2" * 8, start_time_unix_nano=T0, end_time_unix_nano=T0 + 1)
    point = metrics_pb2.NumberDataPoint(time_unix_nano=T0, as_double=1.0)
    metric = metrics_pb2.Metric(name="measured", gauge=metrics_pb2.Gauge(data_points=[point]))
    record = logs_pb2.LogRecord(time_unix_nano=T0, severity_number=9)
    resource = resource_pb2.Resource(attributes=attributes({"service.name": "leaks"}))
    of_spans = trace_pb2.ScopeSpans(spans=[span])
    of_metrics = metrics_pb2.ScopeMetrics(metrics=[metric])
    of_records = logs_pb2.ScopeLogs(log_records=[record])
    envelopes = [
        trace_pb2.ResourceSpans(resource=resource, scope_spans=[of_spans]),
        metrics_pb2.ResourceMetrics(resource=resource, scope_metrics=[of_metrics]),
        logs_pb2.ResourceLogs(resource=resource, scope_logs=[of_records]),
    ]
    histogram = metrics_pb2.HistogramDataPoint(time_unix_nano=T0, count=1, sum=1.0, bucket_counts=[1])
    exponential = metrics_pb2.ExponentialHistogramDataPoint(time_unix_nano=T0, count=1, sum=1.0, zero_count=1)
    summary = metrics_pb2.SummaryDataPoint(time_unix_nano=T0, count=1, sum=1.0)
    return [
        span, point, metric, record, of_spans, of_metrics, of_records,
        trace_pb2.Span.Event(name="event", time_unix_nano=T0),
        trace_pb2.Span.Link(trace_id=b"\3" * 16, span_id=b"\4" * 8),
        histogram, exponential, summary,
        metrics_pb2.Gauge(data_points=[point]),
        metrics_pb2.Sum(aggregation_temporality=2, is_monotonic=True, data_points=[point]),
        metrics_pb2.Histogram(aggregation_temporality=2, data_points=[histogram]),
        metrics_pb2.ExponentialHistogram(aggregation_temporality=2, data_points=[exponential]),
        metrics_pb2.Summary(data_points=[summary]),
        metrics_pb2.Exemplar(time_unix_nano=T0, as_double=1.0),
        *envelopes,
        *(request(**{request.DESCRIPTOR.fields[0].name: [envelope]})
          for request, envelope in zip(REQUEST.values(), envelopes)),
        common_pb2.KeyValue(key=HARMLESS_KEY, value=any_value("fine")),
    ]


def encoded_fields(message):
    for declared, value in message.ListFields():
        alone = type(message)(**{declared.name: value})
        yield declared.name, alone.SerializeToString()


SIBLINGS = {message.DESCRIPTOR.full_name: dict(encoded_fields(message)) for message in examples()}


@functools.cache
def siblings(message, on_path=None):
    """The encoded fields that a valid message has beside the one on the path, if there is one."""
    oneof = on_path and message.fields_by_name[on_path].containing_oneof
    mates = {mate.name for mate in oneof.fields} if oneof else {on_path}
    have = SIBLINGS.get(message.full_name, {})
    return b"".join(encoded for name, encoded in have.items() if name not in mates)
