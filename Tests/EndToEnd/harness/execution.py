"""Running `hephaestus-gw exec`, and looking at the one span that comes of it."""

import subprocess
import sys

from . import otlp
from .gateway import binary, clean_environment

ON = {"HEPHAESTUS_TELEMETRY_ENABLED": "true"}
PYTHON = sys.executable


def environment(folder, extra=None):
    kept = clean_environment(folder, ON | (extra or {}))
    for name in {"TRACEPARENT", "TRACESTATE"} - (extra or {}).keys():
        kept.pop(name, None)
    return kept


def execute(folder, *arguments, env=None, stdin=b"", within=30, **options):
    """Runs exec to its end; what it prints is bytes."""
    return subprocess.run(
        [binary(), "exec", *map(str, arguments)], cwd=folder, env=environment(folder, env), input=stdin,
        capture_output=True, timeout=within, check=False, **options)


def start(folder, *arguments, env=None, **options):
    return subprocess.Popen(
        [binary(), "exec", *map(str, arguments)], cwd=folder, env=environment(folder, env), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, **options)


def plain(value):
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [plain(element) for element in value.array_value.values]
    return getattr(value, kind)


def attributes_of(item):
    return {attribute.key: plain(attribute.value) for attribute in item.attributes}


def only_span(collector):
    """Its resource, scope and itself."""
    (request,) = collector.accepted("traces")
    (part,) = otlp.parts(request)
    return part


def status_of(span):
    """Error or not: the word, and its message."""
    return span.status.code, span.status.message


def told_once(result, *words):
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1 and lines[0].startswith("hephaestus-gw: exec: "), lines
    for word in words:
        assert word in lines[0]
