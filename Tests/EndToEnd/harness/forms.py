"""Canaries in encodings that are legal, or that decoders let pass, and that nobody writes on purpose."""

from dataclasses import replace

from .canaries import CREDENTIALS, KEYED, PEOPLE, Canary, Serial
from .otlp import field, varint
from .positions import BYTES, HARMLESS_KEY, ID, KEY_REFERENCE, NUMBER, TEXT, positions

UNKNOWN = 2000
VARINT, START_GROUP, END_GROUP = 0, 3, 4
E_MAIL = next(kind for kind in PEOPLE if kind.family == "e-mail")
TOKEN = next(kind for kind in CREDENTIALS if kind.family == "token")
SECRET = next(kind for kind in KEYED if kind.family == "credential key")
# How an attribute can be written that has a key and a value.
ATTRIBUTES = {
    "key last": lambda key, value: value + key,
    "key twice": lambda key, value: field(1, HARMLESS_KEY.encode()) + value + key,
    "value in parts": lambda key, value: key + value + field(2, field(1, b"fine")),
}


def unusual_canaries(signal, numbers):
    shallow = [position for position in positions(signal) if position.nesting <= 1]
    for kind in (E_MAIL, TOKEN):
        for position, depth in messages(shallow):
            message = position.path[depth].containing_type
            for form, extra in UNDECLARED.items():
                canary = Canary(kind, Serial(next(numbers)), position, form=f"{form} in {message.name}")
                if encoded := extra(message, canary.text.encode()):
                    yield replace(canary, unusual=position.block_beside(encoded, depth))
        for position in shallow:
            for form in forms(position):
                canary = Canary(kind, Serial(next(numbers)), position, form=form)
                attribute = ATTRIBUTES.get(form, ATTRIBUTES["key last"])
                yield replace(canary, unusual=position.block(leaf(canary), {}, attribute))
    for position in shallow:
        if position.values and position.holds in (TEXT, BYTES):
            for form, attribute in ATTRIBUTES.items():
                canary = Canary(SECRET, Serial(next(numbers)), position, "password", form=form)
                block = position.block(position.leaf(canary.content()), canary.keys, attribute)
                yield replace(canary, unusual=block)


def messages(shallow):
    """Every message that a request can hold at every place, as a position and a depth on its path."""
    found = {}
    for position in shallow:
        for depth in range(len(position.path)):
            found.setdefault(position.path[:depth], (position, depth))
    return found.values()


# Fields that no class declares, which decoders keep as they are.
UNDECLARED = {
    "unknown field": lambda message, text: field(UNKNOWN, text),
    "unknown group": lambda message, text: tag(UNKNOWN, START_GROUP) + field(1, text) + tag(UNKNOWN, END_GROUP),
    "number as text": lambda message, text: number_of(message) and field(number_of(message), text),
    "text as group": lambda message, text: text_of(message) and (
        tag(text_of(message), START_GROUP) + field(1, text) + tag(text_of(message), END_GROUP)),
}


def forms(position):
    """The unusual forms that a text or an id at a position can have."""
    if position.holds == ID:
        # A span whose own ids are wrong is rejected and does not leave at all.
        if position.path[-1].full_name not in (SPAN + "trace_id", SPAN + "span_id"):
            yield "no id"
    elif position.holds not in (NUMBER, KEY_REFERENCE):
        yield "replaced later"
        if position.path[-1].containing_type.name == "AnyValue":
            yield "replaced by a number"
            if position.values:
                yield "value in parts"


SPAN = "opentelemetry.proto.trace.v1.Span."


def leaf(canary):
    last = canary.position.path[-1]
    encoded = canary.position.leaf(canary.content())
    if canary.form == "replaced later":
        return encoded + field(last.number, b"fine")
    if canary.form == "replaced by a number":
        number = last.containing_type.fields_by_name["int_value"].number
        return encoded + tag(number, VARINT) + b"\1"
    return encoded


def number_of(message):
    """The number of a field that holds one number; 0 if there is none."""
    return next((declared.number for declared in message.fields if not declared.is_repeated and declared.type not in (
        declared.TYPE_STRING, declared.TYPE_BYTES, declared.TYPE_MESSAGE)), 0)


def text_of(message):
    return next((declared.number for declared in message.fields if declared.type == declared.TYPE_STRING), 0)


def tag(number, wire_type):
    return varint(number << 3 | wire_type)
