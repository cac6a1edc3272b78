"""Targets that come, go, move and change while the gateway runs."""

import grpc
import pytest
from harness import otlp
from harness.client import call, post
from harness.collector import SOON, Answer
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.ports import ReservedPort
from harness.sdk import SDK
from harness.waiting import eventually


@pytest.mark.parametrize("protocol", ["grpc", "http"])
def test_a_moved_target_keeps_what_was_waiting(start_gateway, collectors, grpc_collector, protocol):
    """Its queue goes to the new place, nothing twice and nothing lost; an SDK notices nothing."""
    dead = ReservedPort()
    gateway = start_gateway(targets={"default": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": SOON}})
    sdk = SDK(gateway, protocol=protocol)
    for _ in range(10):
        sdk.tracer.start_span("before").end()
    sdk.close()
    eventually(lambda: gateway.metrics().sum("send_attempts_total") >= 1, what="an attempt")
    collectors.append(collector := HTTPCollector())
    gateway.reload(targets={"default": collector.as_target()})
    call(gateway, otlp.traces(otlp.span("after")))
    collector.wait_for_spans(11)
    books = gateway.assert_books_balance()["traces"]["targets"]["default"]
    assert (books["delivered"], books["dropped"]) == (11, 0)
    assert len({span.span_id for span in collector.spans()}) == len(collector.spans()) == 11


def test_what_is_on_its_way_when_a_target_moves_is_not_sent_twice(start_gateway, collectors):
    """The old place still answers what it was sent; what it refuses goes to the new one."""
    collectors += (old := GRPCCollector()), (new := GRPCCollector())
    asked, may_answer = [], []
    old_answer = grpc.StatusCode.UNAUTHENTICATED

    def decide(request):
        asked.append(request)
        eventually(lambda: may_answer, what="the test's leave to answer")
        return Answer() if len(asked) == 1 else Answer(code=old_answer)

    old.decide = decide
    gateway = start_gateway(targets={"default": old.as_target()})
    call(gateway, otlp.traces(otlp.span("first")))
    eventually(lambda: len(asked) == 1, what="the first request on its way")
    gateway.reload(targets={"default": new.as_target()})
    call(gateway, otlp.traces(otlp.span("second")))
    new.wait_for_spans(1)
    may_answer.append(True)
    eventually(lambda: gateway.assert_books_balance()["traces"]["targets"]["default"]["delivered"] == 2,
               what="two delivered spans")
    assert old.span_names() == ["first"] and new.span_names() == ["second"]


def test_new_credentials_save_what_the_old_ones_could_not_send(start_gateway, grpc_collector, tmp_path):
    token = tmp_path / "token"
    token.write_text("expired")
    authorised = []

    def take(signal_name, message, body, headers):
        good = headers.get("authorization") == "Bearer fresh"
        authorised.append(good)
        grpc_collector.decide = lambda request: (
            Answer() if good else Answer(code=grpc.StatusCode.UNAVAILABLE))
        return type(grpc_collector).take(grpc_collector, signal_name, message, body, headers)

    grpc_collector.take = take
    gateway = start_gateway(
        targets={"default": grpc_collector.as_target(headers={"authorization": f"Bearer ${{file:{token}}}"})})
    call(gateway, otlp.spans(3))
    eventually(lambda: authorised, what="an attempt with the old token")
    token.write_text("fresh")
    gateway.reload()
    grpc_collector.wait_for_spans(3)
    assert "targets.default.headers.authorization changed; it is secret" in gateway.log()
    assert "fresh" not in gateway.log() and "expired" not in gateway.log()


def test_targets_come_and_go(start_gateway, collectors):
    """Each gets what was accepted while it was there; the rest of its account says why it has no more."""
    collectors += (first := GRPCCollector()), (second := GRPCCollector())
    gateway = start_gateway(targets={"first": first.as_target()})
    call(gateway, otlp.traces(otlp.span("one")))
    gateway.reload(targets={"first": first.as_target(), "second": second.as_target()})
    call(gateway, otlp.traces(otlp.span("both")))
    gateway.reload(targets={"second": second.as_target()})
    call(gateway, otlp.traces(otlp.span("two")))
    second.wait_for_spans(2)
    first.wait_for_spans(2)
    assert sorted(first.span_names()) == ["both", "one"]
    assert sorted(second.span_names()) == ["both", "two"]
    gateway.assert_books_balance()
    for name in ("first", "second"):
        assert gateway.metrics().sum("dropped_items_total", target=name, reason="not_configured") == 1
    gateway.reload(targets={"first": first.as_target(), "second": second.as_target()})
    call(gateway, otlp.traces(otlp.span("again")))
    eventually(lambda: gateway.metrics().sum("delivered_items_total", target="first") == 3, what="a third span")
    gateway.assert_books_balance()
    assert "targets.second is added" in gateway.log() and "targets.first is removed" in gateway.log()


def test_a_removed_target_finishes_its_queue(start_gateway, collectors, grpc_collector):
    may_answer = []
    collectors.append(slow := GRPCCollector())
    slow.decide = lambda request: Answer() if may_answer else Answer(code=grpc.StatusCode.UNAVAILABLE)
    gateway = start_gateway(targets={"slow": slow.as_target(), "default": grpc_collector.as_target()})
    call(gateway, otlp.spans(20))
    eventually(lambda: slow.attempts, what="an attempt")
    gateway.reload(targets={"default": grpc_collector.as_target()})
    may_answer.append(True)
    slow.wait_for_spans(20)
    books = gateway.assert_books_balance()["traces"]["targets"]["slow"]
    assert (books["delivered"], books["dropped"], books["queued"]) == (20, 0, 0)


def test_a_removed_target_that_is_dead_ends_with_its_time(start_gateway, grpc_collector):
    dead = ReservedPort()
    settings = {"delivery": {"drain_timeout": "300ms"}}
    both = {
        "dead": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": SOON}, "default": grpc_collector.as_target()}
    gateway = start_gateway(targets=both, settings=settings)
    call(gateway, otlp.spans(20))
    gateway.reload(targets={"default": both["default"]})
    assert gateway.get(gateway.admin_port, "/readyz")[0] == 200
    eventually(
        lambda: gateway.metrics().sum("dropped_items_total", target="dead", reason="target_removed") == 20,
        what="20 spans dropped as target_removed")
    assert gateway.metrics().sum("queue_bytes", target="dead") == 0
    call(gateway, otlp.spans(5))
    grpc_collector.wait_for_spans(25)
    books = gateway.assert_books_balance()["traces"]["targets"]
    assert books["default"]["delivered"] == 25 and books["dead"]["dropped"] == 25
    assert "removed target dead did not take everything" in gateway.log()


def test_a_target_that_comes_back_has_its_queue_still(start_gateway, collectors, grpc_collector):
    dead = ReservedPort()
    gateway = start_gateway(targets={
        "other": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": SOON}, "default": grpc_collector.as_target()})
    call(gateway, otlp.spans(20))
    gateway.reload(targets={"default": grpc_collector.as_target()})
    collectors.append(other := GRPCCollector())
    gateway.reload(targets={"other": other.as_target(), "default": grpc_collector.as_target()})
    other.wait_for_spans(20)
    gateway.assert_books_balance()


def test_queue_and_retry_settings_hold_for_what_waits(start_gateway):
    dead = ReservedPort()
    base = {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": {"initial_interval": "20ms"}}
    gateway = start_gateway(targets={"default": base | {"queue": {"max_size": "1KiB"}}})
    large = otlp.padded_traces(5000)
    assert post(gateway, large).status in (413, 429, 503)
    gateway.reload(targets={"default": base | {"queue": {"max_size": "1MiB"}}})
    assert post(gateway, large).status == 200
    assert gateway.metrics().sum("queue_limit_bytes") == 1 << 20
    gateway.reload(targets={"default": base | {
        "queue": {"max_size": "1MiB"}, "retry": {"initial_interval": "20ms", "give_up_after": "1ms"}}})
    eventually(lambda: gateway.metrics().sum("dropped_items_total", reason="expired") >= 1, what="an expired span")


def test_a_file_target_is_opened_once(start_gateway, tmp_path):
    """The same file under another name, and then another file."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    gateway = start_gateway(targets={"a": {"endpoint": f"file://{one}"}})
    for turn, targets in enumerate((
        {"a": {"endpoint": f"file://{one}"}}, {"b": {"endpoint": f"file://{one}"}},
        {"b": {"endpoint": f"file://{two}"}},
    )):
        gateway.write(targets=targets)
        gateway.reload("applied" if turn else "unchanged")
        call(gateway, otlp.traces(otlp.span(f"turn{turn}")))
        # What is still queued goes where the target goes, so each turn waits for its span.
        file = (one, one, two)[turn]
        eventually(lambda: file.exists() and f"turn{turn}" in file.read_text(), what=f"span {turn} in its file")
    assert "turn0" in one.read_text() and "turn1" in one.read_text() and "turn2" not in one.read_text()
