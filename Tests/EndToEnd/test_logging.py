"""The log: one line an event, repeats summed, nothing in it that a sender wrote."""

import json
import re

import pytest
from harness import otlp
from harness.client import call, post
from harness.metrics import accounts_in_log
from harness.ports import ReservedPort
from harness.waiting import eventually


@pytest.mark.parametrize("form", ["text", "json"])
def test_every_line_is_one_event(start_gateway, form):
    gateway = start_gateway(
        targets={"nowhere": {"endpoint": "discard:"}}, settings={"logging": {"format": form, "level": "debug"}})
    call(gateway, otlp.one_of("traces"))
    gateway.stop()
    lines = gateway.log().splitlines()
    assert len(lines) >= 2
    for line in lines:
        if form == "json":
            event = json.loads(line)
            assert {"time", "level", "message"} <= set(event)
        else:
            assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z (DEBUG|INFO|NOTICE|WARNING|ERROR) \S", line), line
    assert accounts_in_log(lines[-1])["traces"]["targets"]["nowhere"]["delivered"] == 1


def test_the_last_line_has_every_target(start_gateway):
    """However many there are: a reader must not have to guess what was cut."""
    targets = {f"a-target-with-a-long-name-{number}": {"endpoint": "discard:"} for number in range(40)}
    gateway = start_gateway(targets=targets)
    call(gateway, otlp.one_of("traces"))
    gateway.assert_books_balance()
    gateway.stop()
    books = accounts_in_log(gateway.log().splitlines()[-1])
    assert {signal: set(book["targets"]) for signal, book in books.items()} == {
        signal: set(targets) for signal in otlp.SIGNALS}


def test_a_flood_of_bad_requests_is_a_few_lines(start_gateway):
    gateway = start_gateway()
    before = len(gateway.log().splitlines())
    for _ in range(300):
        assert post(gateway, b"\xff" * 20).status == 400
    gateway.stop()
    assert len(gateway.log().splitlines()) - before < 20


def test_a_target_that_is_away_is_a_few_lines(start_gateway):
    port = ReservedPort()
    gateway = start_gateway(
        exits=(75,), settings={"delivery": {"drain_timeout": "300ms"}},
        targets={"away": {
            "endpoint": f"grpc://127.0.0.1:{port.number}",
            "retry": {"initial_interval": "1ms", "max_interval": "5ms"}}})
    call(gateway, otlp.one_of("traces"))
    eventually(lambda: gateway.metrics().sum("send_attempts_total", target="away") > 100, what="100 attempts")
    gateway.stop()
    about = [line for line in gateway.log().splitlines() if "away" in line]
    assert 1 <= len(about) < 20


def test_lines_cannot_be_forged(start_gateway):
    """A sender's line feeds do not start a line of their own."""
    gateway = start_gateway(settings={"logging": {"level": "trace"}})
    forged = "2026-01-01T00:00:00.000Z ERROR forged"
    post(gateway, b"\xff", headers={"User-Agent": f"x%0a{forged}", "X-Forged": forged}, path="/v1/traces")
    post(gateway, b"", path=f"/v1/%0A{forged.replace(' ', '%20')}")
    post(gateway, otlp.traces(otlp.span(name=f"\n{forged}\n", trace_id=b"")))
    gateway.stop()
    assert not [line for line in gateway.log().splitlines() if line.startswith(forged)]
