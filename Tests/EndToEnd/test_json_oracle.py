"""OTLP/JSON as the engine reads it against the official classes, wherever OTLP has not its own rules."""

import base64
import json
import random
import re

import pytest
from google.protobuf import json_format
from harness.engine import run_engine
from harness.otlp import REQUEST, SIGNALS
from harness.random_otlp import random_request

ROUNDS = 100
IDS = {"traceId", "spanId", "parentSpanId"}


def in_otlp(rng, value, key=None):
    """MessageToDict's result as OTLP/JSON has it: ids in hexadecimal; the rest in any form that is allowed."""
    if isinstance(value, dict):
        items = [(name, in_otlp(rng, item, name)) for name, item in value.items()]
        if rng.random() < 0.2:
            items.append((rng.choice(["later", "trace_id", "Name", "größe"]), rng.choice([None, [{"a": []}], -1.5e-3])))
        if rng.random() < 0.1:
            items.append(("schemaUrl", None) if "schemaUrl" not in value else ("unset", None))
        rng.shuffle(items)
        return dict(items)
    if isinstance(value, list):
        return [in_otlp(rng, item, key) for item in value]
    if key in IDS:
        digits = base64.b64decode(value).hex()
        return digits.upper() if rng.random() < 0.3 else digits
    if key == "bytesValue" and rng.random() < 0.5:
        return value.rstrip("=").replace("+", "-").replace("/", "_")
    if isinstance(value, str) and value.lstrip("-").isdigit() and key not in ("key", "stringValue", "name"):
        return int(value) if rng.random() < 0.5 else value
    if isinstance(value, float) and rng.random() < 0.3:
        return repr(value)
    return value


def text(rng, request):
    value = in_otlp(rng, json_format.MessageToDict(request, use_integers_for_enums=True))
    return json.dumps(value, ensure_ascii=rng.random() < 0.5, indent=rng.choice([None, 1])).encode()


def for_official(value, key=None):
    """OTLP/JSON in the form that json_format takes: ids in base64, and no keys that only it knows."""
    if isinstance(value, dict):
        return {name: for_official(item, name) for name, item in value.items() if "_" not in name}
    if isinstance(value, list):
        return [for_official(item) for item in value]
    if key not in IDS or value is None:
        return value
    # An object is no id.
    is_hex = isinstance(value, str) and re.fullmatch("([0-9a-fA-F]{2})*", value)
    return base64.b64encode(bytes.fromhex(value)).decode() if is_hex else {}


def unique(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def no_constant(name):
    raise ValueError(name)


def official(signal, body):
    """What the official classes make of OTLP/JSON; None where they refuse it."""
    try:
        value = json.loads(body.decode(), object_pairs_hook=unique, parse_constant=no_constant)
        return json_format.ParseDict(for_official(value), REQUEST[signal](), ignore_unknown_fields=True)
    except (ValueError, json_format.ParseError):
        return None


@pytest.mark.parametrize("signal", SIGNALS)
def test_every_form_means_what_the_official_classes_say(signal):
    rng = random.Random(f"json {signal}")
    requests = [random_request(rng, signal) for _ in range(ROUNDS)]
    bodies = [text(rng, request) for request in requests]
    for request, body, answer in zip(requests, bodies, run_engine("json", signal, bodies)):
        assert not answer.refused, (answer.body, body)
        assert REQUEST[signal].FromString(answer.body) == request, body


@pytest.mark.parametrize("signal", SIGNALS)
def test_it_writes_what_it_reads(signal):
    """Bytes, not meanings: as the official classes encode it, apart from zeros, which the JSON has not."""
    rng = random.Random(f"bytes {signal}")
    requests = [random_request(rng, signal) for _ in range(ROUNDS)]
    bodies = [as_it_is(request) for request in requests]
    for request, answer in zip(requests, run_engine("json", signal, bodies)):
        assert answer.body == request.SerializeToString(deterministic=True)


def as_it_is(request):
    rng = random.Random(0)
    rng.random, rng.shuffle = lambda: 1, lambda items: None
    return json.dumps(in_otlp(rng, json_format.MessageToDict(request, use_integers_for_enums=True))).encode()


def damaged(rng, body):
    broken = bytearray(body)
    for _ in range(rng.randint(1, 2)):
        place = rng.randrange(len(broken))
        change = rng.randrange(4)
        if change == 0:
            broken[place:place + 1] = bytes([rng.choice(b'{}[]:,"\\0123456789-+.eEntfu \n\x00\x80\xc3\xff')])
        elif change == 1:
            broken[place:place] = rng.choice([b",", b"]", b'"', b"null", b"0", b"\\u12", b"1e3", b"{}", b"\xc3"])
        elif change == 2:
            del broken[place:place + rng.randint(1, 3)]
        else:
            del broken[place:]
            broken += rng.choice([b"", b"}", b"]}"])
    return bytes(broken)


@pytest.mark.parametrize("signal", SIGNALS)
def test_what_is_damaged_is_refused_by_both_or_means_the_same(signal):
    rng = random.Random(f"damaged json {signal}")
    bodies = [damaged(rng, text(rng, short_request(rng, signal))) for _ in range(10 * ROUNDS)]
    answers = run_engine("json", signal, bodies)
    assert 0 < sum(answer.refused for answer in answers) < len(answers)
    for body, answer in zip(bodies, answers):
        expected = official(signal, body)
        if not answer.refused:
            assert expected is not None, f"only the engine reads {body}"
            assert REQUEST[signal].FromString(answer.body) == expected, body
        elif expected is not None:
            # Python's base64 passes over what is not in the alphabet, and its int() reads "+7" and "07".
            assert answer.body.endswith((b"base64 in a string", b"as a number or in a string")), f"{answer.body}: {body}"


def short_request(rng, signal):
    while (request := random_request(rng, signal)).ByteSize() > 2000:
        pass
    return request


@pytest.mark.parametrize("signal", SIGNALS)
def test_no_answer_quotes_the_request(signal):
    secret = b"s3cr3tcanary"
    bodies = [
        b'{"%s": %s}' % (secret, secret), b'{"resourceSpans": "%s", "resourceLogs": "%s", "resourceMetrics": "%s"}' % (
            (secret,) * 3), b'{"a": "%s\\x"}' % secret]
    for answer in run_engine("json", signal, bodies):
        assert answer.refused and secret not in answer.body
