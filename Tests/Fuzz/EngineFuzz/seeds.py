#!/usr/bin/env python3
"""Writes what the fuzzer of the engine starts from: `seeds.py FOLDER WORDS`.

Requests with canaries of every kind, random ones in every legal encoding, and ordinary ones, each behind the
three bytes that choose signal and options; and a dictionary of what the engine looks for.
"""

import itertools
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "EndToEnd"))
from harness import canaries, random_otlp  # noqa: E402
from harness.forms import unusual_canaries  # noqa: E402
from harness.harmless import Generator  # noqa: E402
from harness.otlp import SIGNALS, logs, span, traces  # noqa: E402

MOST_TOGETHER = 4
KEYS = [
    *canaries.CREDENTIAL_KEYS, *canaries.USER_KEYS, *canaries.PHONE_KEYS, *canaries.STATEMENT_KEYS, *canaries.PAYLOAD_KEYS,
    "exception.message", "url.query", "http.target", "db.query.parameter.0", "thread.name", "service.name", "a.b", "b.c",
    "c.d", "d.e", "order-1", "anon-0123456789abcdef01234567", "[REDACTED]", "<*>"]


def main(folder, words):
    rng = random.Random("seeds")
    folder.mkdir(parents=True, exist_ok=True)
    number = itertools.count()
    for signal in SIGNALS:
        for body in [*private(rng, signal), *scrambled(rng, signal), *ordinary(signal)]:
            head = bytes([SIGNALS.index(signal), rng.randrange(64), rng.choice([0, 0, 1, 2, 64])])
            (folder / f"seed{next(number)}").write_bytes(head + body)
    texts = [kind.make(canaries.Serial(7)) for kind in canaries.CREDENTIALS + canaries.PEOPLE + canaries.KEYED]
    words.write_text("".join(f'"{escaped(text)}"\n' for text in dict.fromkeys(texts + KEYS) if len(text) < 100))


def private(rng, signal):
    numbers = itertools.count(1)
    sent = [*canaries.canaries_for(signal, numbers), *unusual_canaries(signal, numbers)]
    by_kind = {}
    for canary in rng.sample(sent, len(sent)):
        by_kind.setdefault((canary.kind.family, canary.kind.name, bool(canary.form)), []).append(canary.block())
    for blocks in by_kind.values():
        yield from blocks[:2]
        yield b"".join(blocks[:MOST_TOGETHER])


def scrambled(rng, signal):
    for _ in range(60):
        body = random_otlp.scrambled(rng, random_otlp.random_request(rng, signal))
        if len(body) < 3000:
            yield body


def ordinary(signal):
    generator = Generator("seeds")
    for _ in range(20):
        attributes, resource = generator.attributes(), generator.resource()
        if signal == "traces":
            yield traces(span(with_attributes=attributes), resource=resource).SerializeToString()
        elif signal == "logs":
            yield logs("done in 5 ms", attributes, with_attributes=attributes).SerializeToString()


def escaped(text):
    return "".join(
        letter if " " <= letter <= "~" and letter not in '"\\' else "".join(f"\\x{byte:02x}" for byte in letter.encode())
        for letter in text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
