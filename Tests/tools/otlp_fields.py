#!/usr/bin/env python3
"""Prints every field of every message that an OTLP export request can hold, as the official classes
declare them. `pip install opentelemetry-proto`, then

    Tests/tools/otlp_fields.py > Tests/TelemetryEngineTests/Goldens/fields.txt
"""
from google.protobuf.descriptor import FieldDescriptor
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

ROOTS = (
    trace_service_pb2.ExportTraceServiceRequest,
    metrics_service_pb2.ExportMetricsServiceRequest,
    logs_service_pb2.ExportLogsServiceRequest,
)
# Bytes fields that OTLP/JSON writes in hexadecimal.
IDS = {"traceId", "spanId", "parentSpanId"}
TYPES = {
    value: name.removeprefix("TYPE_").lower()
    for name, value in vars(FieldDescriptor).items()
    if name.startswith("TYPE_")
}


def messages(descriptor, found):
    if descriptor.full_name not in found:
        found[descriptor.full_name] = descriptor
        for field in descriptor.fields:
            if field.message_type:
                messages(field.message_type, found)
    return found


def kind(field):
    if field.message_type:
        return field.message_type.name
    if TYPES[field.type] == "bytes" and field.json_name in IDS:
        return "hexID"
    return TYPES[field.type]


def line(message, field):
    words = [message.name, str(field.number), field.json_name, kind(field)]
    if field.is_repeated:
        words.append("repeated")
    # A oneof of a single member is how `optional` is spelled in descriptors; it chooses nothing.
    if field.containing_oneof and len(field.containing_oneof.fields) > 1:
        words.append(f"oneof={field.containing_oneof.name}")
    return " ".join(words)


found = {}
for root in ROOTS:
    messages(root.DESCRIPTOR, found)
print("\n".join(sorted(line(m, f) for m in found.values() for f in m.fields)))
