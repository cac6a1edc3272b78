"""Privacy is a function: the same input gives the same output, and what has left once leaves again unchanged."""

import os
import random

import pytest
from harness import otlp, random_otlp
from harness.canaries import CREDENTIAL_KEYS, CREDENTIALS, KEYED, MODES, PEOPLE, PHONE_KEYS, STATEMENT_KEYS, USER_KEYS, Serial
from harness.client import PATH, call, post
from harness.grpc_collector import GRPCCollector
from harness.otlp import SIGNALS
from harness.waiting import eventually

ROUNDS = 150


@pytest.fixture
def private_words(monkeypatch):
    """Random requests say private things under telling keys, in any place and mixed with others."""
    rng = random.Random("words")
    texts = [kind.make(Serial(number)) for number, kind in enumerate(CREDENTIALS + PEOPLE + KEYED)]
    mixed = [" ".join(rng.sample(texts, 2)) for _ in texts]
    cut = [text[:rng.randrange(len(text))] + rng.choice("\0%\\\"' é") + text[rng.randrange(len(text)):] for text in texts]
    keys = [*CREDENTIAL_KEYS, *USER_KEYS, *PHONE_KEYS, *STATEMENT_KEYS, "exception.message", "url.query", "thread.name"]
    monkeypatch.setattr(random_otlp, "WORDS", texts + mixed + cut + random_otlp.WORDS)
    monkeypatch.setattr(random_otlp, "KEYS", keys * 3 + texts + random_otlp.KEYS)


def random_bodies():
    for signal in SIGNALS:
        rng = random.Random(f"twice {signal}")
        for _ in range(ROUNDS):
            yield signal, random_otlp.scrambled(rng, random_otlp.random_request(rng, signal))


@pytest.mark.parametrize("mode", MODES)
def test_twice_is_once(start_gateway, collectors, private_words, mode):
    """One gateway, another with as many loops as it likes that gets all in another order, and one behind it."""
    def settings(**more):
        return {"privacy": {"mode": mode, "pseudonym_key": "the key of all three"}} | more

    first, other, behind = (collectors.append(GRPCCollector()) or collectors[-1] for _ in range(3))
    third = start_gateway(targets={"default": {"endpoint": behind.endpoint}}, settings=settings())
    alone = start_gateway(targets={"default": {"endpoint": first.endpoint}}, settings=settings(limits={"loops": 1}))
    before = start_gateway(
        targets={"default": {"endpoint": other.endpoint}, "third": {"endpoint": f"grpc://{third.grpc}"}},
        settings=settings())
    bodies = list(random_bodies())
    for signal, body in bodies:
        assert post(alone, body, path=PATH[signal]).status == 200
    for signal, body in reversed(bodies):
        call(before, body, method=otlp.METHOD[signal])
    for gateway in (alone, before, third):
        eventually(lambda gateway=gateway: gateway.metrics().sum("queued_items") == 0, what="empty queues")
    once, again, twice = (otlp.fingerprint(collector.accepted()) for collector in (first, other, behind))
    assert once
    assert_same(once, again, "another gateway made something else of")
    assert_same(again, twice, "the second gateway changed")


def assert_same(one, other, what):
    if one != other:
        gone, come = list((one - other).elements()), list((other - one).elements())
        was = gone[0]
        now = max(come, key=lambda item: sum(len(os.path.commonprefix(pair)) for pair in zip(was, item)), default=None)
        pytest.fail(f"{what} {len(gone)} of {sum(one.values())} items, such as\n{was}\nwhich is now\n{now}", pytrace=False)
