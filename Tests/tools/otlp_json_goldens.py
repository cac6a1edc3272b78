#!/usr/bin/env python3
"""Writes pairs of protobuf and OTLP/JSON that the official classes made. `pip install
opentelemetry-proto`, then

    Tests/tools/otlp_json_goldens.py Tests/TelemetryEngineTests/Goldens/json

For each request NAME.textpb, NAME.pb is its encoding in hexadecimal and NAME.json its JSON.
NAME.scrambled.pb encodes the same request as an odd but legal encoder might: fields out of order,
singular messages in parts, packed fields unpacked, overwritten values, unknown fields.
"""
import base64
import json
import pathlib
import random
import sys
import textwrap

from google.protobuf import json_format, text_format
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

TYPES = {
    "traces": ExportTraceServiceRequest,
    "metrics": ExportMetricsServiceRequest,
    "logs": ExportLogsServiceRequest,
}
IDS = {"traceId", "spanId", "parentSpanId"}


def plain(value):
    """MessageToDict's result with ids in hexadecimal and whole doubles written as integers."""
    if isinstance(value, dict):
        return {
            key: base64.b64decode(item).hex() if key in IDS else plain(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 and repr(value) != "-0.0":
        return int(value)
    return value


def to_json(message):
    value = plain(json_format.MessageToDict(message, use_integers_for_enums=True))
    # Python escapes DEL, JSON does not ask for it.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\\u007f", "\x7f")


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields(data):
    """(number, wire type, payload) of each field of an encoded message without groups."""
    at = 0
    while at < len(data):
        tag, at = read_varint(data, at)
        start = at
        if tag & 7 == 0:
            _, at = read_varint(data, at)
        elif tag & 7 == 1:
            at += 8
        elif tag & 7 == 5:
            at += 4
        else:
            length, start = read_varint(data, at)
            at = start + length
        yield tag >> 3, tag & 7, data[start:at]


def field(number, wire_type, payload):
    length = varint(len(payload)) if wire_type == 2 else b""
    return varint(number << 3 | wire_type) + length + payload


def unknown(rng):
    group = field(90, 3, b"") + field(1, 0, b"\x05") + field(2, 2, b"xy") + field(90, 4, b"")
    return rng.choice([field(77, 0, b"\x01"), field(78, 2, b"later"), field(79, 5, b"abcd"), group])


def junk(declared, rng):
    """An earlier value of the field, which the real one replaces."""
    if declared.type == declared.TYPE_STRING:
        return field(declared.number, 2, b"replaced")
    if declared.cpp_type in (declared.CPPTYPE_INT64, declared.CPPTYPE_DOUBLE):
        return b""
    if declared.type == declared.TYPE_UINT32:
        return field(declared.number, 0, varint(rng.randrange(2**32)))
    return b""


def scrambled(data, descriptor, rng):
    pieces = []
    for number, wire_type, payload in fields(data):
        declared = descriptor.fields_by_number[number]
        alone = not declared.is_repeated and not declared.containing_oneof
        if declared.message_type:
            payload = scrambled(payload, declared.message_type, rng)
            if not declared.is_repeated and rng.random() < 0.4:
                inner = list(raw_fields(payload))
                cut = rng.randrange(len(inner) + 1)
                pieces.append(field(number, 2, b"".join(inner[:cut])))
                payload = b"".join(inner[cut:])
        elif declared.is_packed and rng.random() < 0.5:
            wire = 0 if declared.type == declared.TYPE_UINT64 else 1
            values = list(unpacked(payload, wire))
            cut = rng.randrange(len(values) + 1)
            pieces += [field(number, wire, value) for value in values[:cut]]
            payload = b"".join(values[cut:])
        elif alone and rng.random() < 0.3:
            pieces.append(junk(declared, rng))
        pieces.append(field(number, wire_type, payload))
        if rng.random() < 0.1:
            pieces.append(unknown(rng))
    return b"".join(interleaved(pieces, rng))


def raw_fields(data):
    """The encoded fields of a message, one by one; groups stay in one piece."""
    at = 0
    while at < len(data):
        start, depth = at, 0
        while True:
            tag, at = read_varint(data, at)
            if tag & 7 == 0:
                _, at = read_varint(data, at)
            elif tag & 7 in (1, 5):
                at += 8 if tag & 7 == 1 else 4
            elif tag & 7 == 2:
                length, at = read_varint(data, at)
                at += length
            else:
                depth += 1 if tag & 7 == 3 else -1
            if depth == 0:
                break
        yield data[start:at]


def unpacked(payload, wire):
    at = 0
    while at < len(payload):
        start = at
        at = at + 8 if wire == 1 else read_varint(payload, at)[1]
        yield payload[start:at]


def interleaved(pieces, rng):
    """Shuffles the pieces but keeps those of one field in their order."""
    by_number = {}
    for piece in pieces:
        if piece:
            by_number.setdefault(read_varint(piece, 0)[0] >> 3, []).append(piece)
    queues = list(by_number.values())
    while queues:
        queue = rng.choice(queues)
        yield queue.pop(0)
        if not queue:
            queues.remove(queue)


def write(path, data):
    path.write_text("\n".join(textwrap.wrap(data.hex(), 100)) + "\n")


def main(folder):
    for source in sorted(folder.glob("*.textpb")):
        kind = TYPES[source.stem.partition("-")[0]]
        message = text_format.Parse(source.read_text(), kind())
        data = message.SerializeToString(deterministic=True)
        odd = scrambled(data, kind.DESCRIPTOR, random.Random(source.stem))
        assert to_json(kind.FromString(odd)) == to_json(message), source
        write(source.with_suffix(".pb"), data)
        write(source.with_suffix(".scrambled.pb"), odd)
        source.with_suffix(".json").write_text(to_json(message) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
