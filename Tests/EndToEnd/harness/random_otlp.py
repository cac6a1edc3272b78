"""Random requests with every field that the official classes declare, encoded in every legal way."""

import struct

from google.protobuf.descriptor import FieldDescriptor
from .otlp import REQUEST, varint

WORDS = [
    "alpha", "beta", "gate", "Plugin result", "Größe", "日本", "", "x",
    "a fairly long text of many plain words"]
KEYS = ["gate", "plugin", "result", "service.namespace", "http.route", "http.request.method", "größe", "", "k" * 120]
ID_LENGTHS = {"trace_id": 16, "span_id": 8, "parent_span_id": 8}
# Fields of the profiles signal, which the other signals do not use.
FOREIGN = {"key_strindex", "string_value_strindex"}


def random_request(rng, signal):
    request = REQUEST[signal]()
    for _ in range(rng.randint(1, 3)):
        fill(rng, request.DESCRIPTOR.fields[0], request, 0)
    return request


def fill(rng, field, message, depth):
    """Sets a field, or adds to it, with random content."""
    if field.message_type:
        target = getattr(message, field.name)
        target = target.add() if field.is_repeated else target
        target.SetInParent()
        fill_message(rng, target, depth + 1)
    elif field.is_repeated:
        getattr(message, field.name).append(scalar(rng, field))
    else:
        setattr(message, field.name, scalar(rng, field))


def fill_message(rng, message, depth):
    chosen = {oneof.name: rng.choice(list(oneof.fields)).name for oneof in message.DESCRIPTOR.oneofs}
    for field in message.DESCRIPTOR.fields:
        if field.name in FOREIGN or field.containing_oneof and chosen[field.containing_oneof.name] != field.name:
            continue
        if depth > 9 and field.message_type and field.message_type.name in ("ArrayValue", "KeyValueList"):
            continue
        # Envelopes and what identifies a span are always there, the rest half the time.
        needed = depth <= 3 or field.name in ("trace_id", "span_id") and message.DESCRIPTOR.name == "Span"
        for _ in range(rng.randint(1, 3) if field.is_repeated else 1):
            if needed or rng.random() < 0.5:
                fill(rng, field, message, depth)


def scalar(rng, field):
    kinds = FieldDescriptor
    if field.type == kinds.TYPE_STRING:
        return rng.choice(KEYS if field.name == "key" else WORDS)
    if field.type == kinds.TYPE_BYTES:
        length = ID_LENGTHS.get(field.name) or rng.randint(0, 12)
        return rng.randbytes(length - 1) + b"\1" if length else b""
    if field.type == kinds.TYPE_BOOL:
        return rng.random() < 0.5
    if field.type == kinds.TYPE_DOUBLE:
        return rng.choice([0.0, -1.5, 1e300, float("inf")])
    if field.type == kinds.TYPE_ENUM:
        return rng.choice([0, 1, 2, 900])
    bits = 31 if field.type in (kinds.TYPE_INT32, kinds.TYPE_SINT32) else 32
    if field.type in (kinds.TYPE_UINT64, kinds.TYPE_FIXED64, kinds.TYPE_INT64, kinds.TYPE_SFIXED64):
        bits = 63
    return rng.choice([0, 1, 127, 128, rng.getrandbits(bits)])


def scrambled(rng, message):
    """The message encoded with its fields in any order, some lengths and tags longer than needed, stale
    values before singular ones, messages in parts, and fields that nobody knows."""
    parts = []
    for field, value in message.ListFields():
        for element in value if field.is_repeated else [value]:
            parts += encoded(rng, field, element)
    if rng.random() < 0.3:
        parts.insert(rng.randint(0, len(parts)), [unknown(rng)])
    # What belongs together keeps its order; all else is mixed.
    queues = [list(reversed(part)) for part in parts]
    mixed = b""
    while queues:
        queue = rng.choice(queues)
        mixed += queue.pop()
        queues = [queue for queue in queues if queue]
    return mixed


def encoded(rng, field, value):
    """Lists of fields to be written in order: a stale value or a part of a message, then the rest."""
    if field.message_type:
        whole = scrambled(rng, value)
        if not field.is_repeated and rng.random() < 0.1:
            return [[delimited(rng, field.number, b""), delimited(rng, field.number, whole)]]
        return [[delimited(rng, field.number, whole)]]
    wire = single(rng, field, value)
    if not field.is_repeated and not field.containing_oneof and rng.random() < 0.1:
        return [[single(rng, field, scalar(rng, field)), wire]]
    return [[wire]]


def single(rng, field, value):
    kinds = FieldDescriptor
    number = field.number
    if field.type == kinds.TYPE_STRING:
        return delimited(rng, number, value.encode())
    if field.type == kinds.TYPE_BYTES:
        return delimited(rng, number, value)
    if field.type == kinds.TYPE_DOUBLE:
        return packable(rng, field, 1, struct.pack("<d", value))
    if field.type in (kinds.TYPE_FIXED64, kinds.TYPE_SFIXED64):
        return packable(rng, field, 1, struct.pack("<Q", value & (1 << 64) - 1))
    if field.type == kinds.TYPE_FIXED32:
        return packable(rng, field, 5, struct.pack("<I", value))
    if field.type == kinds.TYPE_SINT32:
        value = value << 1 ^ value >> 31
    return packable(rng, field, 0, varint(value & (1 << 64) - 1))


def packable(rng, field, wire_type, payload):
    if field.is_repeated and rng.random() < 0.5:
        return delimited(rng, field.number, payload)
    return tag(rng, field.number, wire_type) + payload


def delimited(rng, number, payload):
    return tag(rng, number, 2) + padded(rng, len(payload)) + payload


def tag(rng, number, wire_type):
    return padded(rng, number << 3 | wire_type)


def padded(rng, number):
    """A varint, now and then with more bytes than it needs, up to five."""
    shortest = varint(number)
    if rng.random() > 0.05:
        return shortest
    more = rng.randint(0, 5 - len(shortest))
    return shortest if not more else bytes(byte | 0x80 for byte in shortest) + b"\x80" * (more - 1) + b"\0"


def unknown(rng):
    number = rng.choice([99, 1000, 536870911])
    payload = rng.randbytes(rng.randint(0, 9))
    return rng.choice([
        delimited(rng, number, payload),
        tag(rng, number, 0) + varint(rng.getrandbits(64)),
        tag(rng, number, 1) + rng.randbytes(8),
        tag(rng, number, 5) + rng.randbytes(4),
        tag(rng, number, 3) + delimited(rng, 1, payload) + tag(rng, number, 4),
    ])


def damaged(rng, request):
    """The request with a few bytes changed, added or taken away, or cut off."""
    broken = bytearray(request)
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(broken)) if broken else 0
        change = rng.randrange(4)
        if change == 0:
            broken[place:place + 1] = bytes([rng.getrandbits(8)])
        elif change == 1:
            broken[place:place] = rng.randbytes(rng.randint(1, 3))
        elif change == 2:
            del broken[place:place + rng.randint(1, 3)]
        else:
            del broken[place:]
    return bytes(broken)
