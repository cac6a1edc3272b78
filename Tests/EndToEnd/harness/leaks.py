"""Finding canaries in bytes: as they are, and in every encoding that a target may have put them into."""

import base64
import binascii
import re
import struct
from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from .canaries import MARK

MARKS = re.compile(b"(" + MARK + b")")
QUADS = re.compile(rb"\d\.(\d{1,3}\.\d{1,3}\.\d{1,3})(?!\d)")
GROUPS = re.compile(rb":(?=([0-9a-f]{4}:[0-9a-f]{4})(?![0-9a-f]))")
SEPARATED = re.compile(rb"(?<=\d)[ ().-]{1,2}(?=\d)")
DIGITS = re.compile(rb"(?=(\d{10}))")
ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
JSON_ESCAPE = re.compile(rb"\\u00([0-9a-f]{2})")
# An int_value of five bytes and a double_value, with their tags.
INTEGERS = re.compile(rb"(?=\x18([\x80-\xff]{4}[\x01-\x7f]))")
DOUBLES = re.compile(rb"(?=\x21(.{8}))", re.DOTALL)


@dataclass
class Leak:
    canary: object
    view: str
    around: bytes


class Searcher:
    """Knows the marks of all canaries, so that bytes are searched once for all of them."""

    def __init__(self, canaries):
        self._by_mark = {}
        for canary in canaries:
            serial = canary.serial
            for mark in (serial.mark, serial.digits, serial.ipv4, serial.groups):
                self._by_mark[mark.encode()] = canary
            number = int(serial.digits)
            self._by_mark[varint5(number)] = canary
            self._by_mark[struct.pack("<d", number + 0.5)] = canary

    def leaks(self, data):
        """The canaries in `data`, each once."""
        found = {}
        for view, text in views(data):
            for match in marks(text):
                canary = self._by_mark.get(match[1])
                if canary and canary.serial.number not in found:
                    around = match.string[max(0, match.start() - 50):match.end() + 60]
                    found[canary.serial.number] = Leak(canary, view, around)
        for pattern in (INTEGERS, DOUBLES):
            for match in pattern.finditer(data):
                canary = self._by_mark.get(match[1])
                if canary:
                    found.setdefault(canary.serial.number, Leak(canary, "number", match[1]))
        return list(found.values())


def marks(text):
    for pattern in (MARKS, QUADS, GROUPS):
        yield from pattern.finditer(text)
    # A card or a telephone number is the same with other separators.
    yield from DIGITS.finditer(SEPARATED.sub(b"", text))


def views(data):
    """The bytes in lower case: as they are, and decoded in each way that hides a text from a search."""
    lower = data.lower()
    yield "as it is", lower
    if b"%" in data:
        yield "percent-decoded", unquote_to_bytes(data).lower()
    if b"\\u00" in lower:
        yield "JSON-decoded", JSON_ESCAPE.sub(lambda escape: bytes.fromhex(escape[1].decode()), lower)
    yield "base64-decoded", b"\n".join(base64_decoded(data)).lower()


def base64_decoded(data):
    """Every run that may be base64, or a part of it, decoded from each of the four places it may begin at."""
    for run in set(ENCODED.findall(data)):
        standard = run.replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            part = standard[start:]
            part = part[:len(part) - len(part) % 4] if len(part) % 4 == 1 else part + b"=" * (-len(part) % 4)
            try:
                yield base64.b64decode(part)
            except binascii.Error:
                continue


def varint5(number):
    return bytes([number >> 7 * place & 0x7F | (0x80 if place < 4 else 0) for place in range(5)])


def described(leaks, canaries):
    """What leaked, for a person: a kind that leaks in most places with one example, another with its places."""
    sent = Counter(canary.kind for canary in canaries)
    by_kind = defaultdict(list)
    for leak in leaks:
        by_kind[leak.canary.kind].append(leak)
    lines = [f"{len(leaks)} canaries got out"]
    for kind, of_kind in sorted(by_kind.items(), key=lambda entry: -len(entry[1])):
        lines.append(f"  {kind.family} ({kind.name}): {len(of_kind)} of {sent[kind]}")
        examples = of_kind[:1] if len(of_kind) > sent[kind] / 2 else of_kind[:12]
        lines += [f"    {leak.canary.where}: {leak.view}: {leak.around!r}" for leak in examples]
    return "\n".join(lines)
