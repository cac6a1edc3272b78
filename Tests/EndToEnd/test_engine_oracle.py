"""The engine against the official classes: what it lets through is what they read, and they can read it."""

import random

import pytest
from google.protobuf.message import DecodeError
from harness.engine import run_engine
from harness.otlp import LEVELS, REQUEST, SIGNALS, attributes, parts, varint
from harness.random_otlp import damaged, random_request, scrambled

ROUNDS = 100


def points(metric):
    data = metric.WhichOneof("data")
    return len(getattr(metric, data).data_points) if data else 0


def items(signal, group):
    if signal == "metrics":
        return sum(points(metric) for metric in group.metrics)
    return len(getattr(group, LEVELS[signal][2]))


def expected(signal, request):
    """What a gateway that keeps everything sends on: no block without items, no service without a name."""
    outer, inner, _ = LEVELS[signal]
    envelopes = getattr(request, outer)
    for envelope in list(envelopes):
        groups = getattr(envelope, inner)
        for group in list(groups):
            if not items(signal, group):
                groups.remove(group)
        if not groups:
            envelopes.remove(envelope)
        elif not any(one.key == "service.name" for one in envelope.resource.attributes):
            envelope.resource.attributes.extend(attributes({"service.name": "engine-filter"}))
    if not envelopes:
        request.Clear()
    return request


def many_damaged(rng, signal):
    whole = [scrambled(rng, random_request(rng, signal)) for _ in range(ROUNDS // 2)]
    return [damaged(rng, request) for request in whole for _ in range(10)]


def comparable(message):
    """Two messages are equal if these are, fields that no class knows included."""
    return message.SerializeToString(deterministic=True)


def decodes(signal, body):
    try:
        return REQUEST[signal].FromString(body)
    except DecodeError:
        return None


@pytest.mark.parametrize("mode", ["minimal", "balanced"])
@pytest.mark.parametrize("signal", SIGNALS)
def test_harmless_requests_mean_the_same_afterwards(signal, mode):
    rng = random.Random(f"{signal} {mode}")
    requests = [scrambled(rng, random_request(rng, signal)) for _ in range(ROUNDS)]
    for request, answer in zip(requests, run_engine(mode, signal, requests)):
        assert not answer.refused, answer.body
        sent = expected(signal, decodes(signal, request))
        left = decodes(signal, answer.body)
        assert left is not None
        assert comparable(left) == comparable(sent), f"request {request.hex()}"
        assert answer.received == answer.kept == sum(
            items(signal, group) for envelope in getattr(sent, LEVELS[signal][0])
            for group in getattr(envelope, LEVELS[signal][1]))


@pytest.mark.parametrize("mode", ["minimal", "balanced", "strict"])
@pytest.mark.parametrize("signal", SIGNALS)
def test_whatever_comes_in_what_goes_out_decodes(signal, mode):
    """A batch holds many senders' requests, and one that no decoder reads would lose them all."""
    rng = random.Random(f"damaged {signal} {mode}")
    requests = many_damaged(rng, signal)
    answers = run_engine(mode, signal, requests)
    assert 0 < sum(answer.refused for answer in answers) < len(answers)
    for request, answer in zip(requests, answers):
        if answer.refused:
            assert answer.body
        else:
            left = decodes(signal, answer.body)
            assert left is not None, f"{request.hex()} became {answer.body.hex()}"
            assert answer.received == answer.kept + answer.rejected
            if signal != "metrics":
                assert answer.kept == len(list(parts(left)))


@pytest.mark.parametrize("signal", SIGNALS)
def test_what_decodes_is_not_refused(signal):
    """Apart from what the strictest of the common decoders refuse."""
    rng = random.Random(f"strict {signal}")
    requests = many_damaged(rng, signal)
    stricter = [b"a varint is too long", b"a field number is out of range"]
    for request, answer in zip(requests, run_engine("minimal", signal, requests)):
        if answer.refused and answer.body not in stricter:
            assert decodes(signal, request) is None, f"{answer.body}: {request.hex()}"


@pytest.mark.parametrize("signal", SIGNALS)
def test_every_cut_decodes_or_is_refused(signal):
    rng = random.Random(f"cut {signal}")
    whole = max((scrambled(rng, random_request(rng, signal)) for _ in range(20)), key=len)[:3000]
    requests = [whole[:length] for length in range(len(whole))]
    for request, answer in zip(requests, run_engine("balanced", signal, requests)):
        assert answer.refused == (decodes(signal, request) is None), request.hex()
        assert answer.refused or decodes(signal, answer.body) is not None


@pytest.mark.parametrize("levels", [46, 47, 48, 60, 5000])
def test_nesting_ends_where_decoders_end(levels):
    value = b""
    for _ in range(levels):
        inner = b"\x0a" + length_prefixed(value)
        value = b"\x2a" + length_prefixed(inner)
    span = b"\x0a\x10" + b"\1" * 16 + b"\x12\x08" + b"\2" * 8 + b"\x4a" + length_prefixed(
        b"\x0a\x01k\x12" + length_prefixed(value))
    request = b"\x0a" + length_prefixed(b"\x12" + length_prefixed(b"\x12" + length_prefixed(span)))
    answer, = run_engine("balanced", "traces", [request])
    assert answer.refused == (decodes("traces", request) is None)


def length_prefixed(payload):
    return varint(len(payload)) + payload
