"""Targets answer for themselves: retry on exactly the retryable codes, one culprit lost, neighbours untouched."""

import email.utils
import time

import grpc
import pytest
from harness import otlp
from harness.client import call, post
from harness.collector import Answer
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.ports import BlackHole
from harness.waiting import eventually

RETRY = {"initial_interval": "50ms", "max_interval": "200ms"}
Code = grpc.StatusCode
RETRYABLE = {
    Code.CANCELLED, Code.DEADLINE_EXCEEDED, Code.ABORTED, Code.OUT_OF_RANGE, Code.UNAVAILABLE, Code.DATA_LOSS,
    429, 502, 503, 504,
}
REFUSALS = sorted((code for code in Code if code is not Code.OK), key=lambda code: code.value[0]) + [
    400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 501, 502, 503, 504]


def collector_for(code, collectors):
    collectors.append(GRPCCollector() if isinstance(code, Code) else HTTPCollector())
    return collectors[-1]


def test_retries_exactly_what_the_specification_calls_retryable(start_gateway, collectors):
    """One target a code; each refuses once and would then accept."""
    by_code = {code: collector_for(code, collectors).answer_in_turn(Answer(code=code)) for code in REFUSALS}
    names = {code: f"t-{code.name.lower() if isinstance(code, Code) else code}" for code in REFUSALS}
    gateway = start_gateway(targets={
        names[code]: {"endpoint": collector.endpoint, "retry": RETRY} for code, collector in by_code.items()})
    call(gateway, otlp.one_of("traces"))
    for code, collector in by_code.items():
        expected = 2 if code in RETRYABLE else 1
        eventually(lambda c=collector, n=expected: len(c.attempts) >= n, what=f"{expected} attempts for {code}")

    def settled():
        metrics = gateway.metrics()
        return not metrics.sum("queued_items") and metrics
    metrics = eventually(settled, what="empty queues")
    outcomes = {
        code: (
            len(collector.attempts),
            metrics.sum("delivered_items_total", target=names[code]),
            metrics.sum("dropped_items_total", target=names[code], reason="target_rejected"))
        for code, collector in by_code.items()
    }
    assert outcomes == {code: (2, 1, 0) if code in RETRYABLE else (1, 0, 1) for code in REFUSALS}


@pytest.mark.parametrize("make, answer, at_least", [
    (HTTPCollector, lambda: Answer(code=503, retry_after=1), 1.0),
    (HTTPCollector, lambda: Answer(code=429, retry_after=email.utils.formatdate(time.time() + 3, usegmt=True)), 1.0),
    (GRPCCollector, lambda: Answer(code=Code.UNAVAILABLE, retry_after=1.2), 1.2),
    (GRPCCollector, lambda: Answer(code=Code.RESOURCE_EXHAUSTED, retry_after=1.2), 1.2),
], ids=["seconds", "HTTP-date", "RetryInfo", "RESOURCE_EXHAUSTED with RetryInfo"])
def test_waits_as_long_as_the_target_asks(start_gateway, collectors, make, answer, at_least):
    collectors.append(collector := make())
    collector.answer_in_turn(answer())
    gateway = start_gateway(targets={"default": {"endpoint": collector.endpoint, "retry": RETRY}})
    call(gateway, otlp.one_of("traces"))
    collector.wait_for_spans(1)
    first, second = collector.attempts
    assert second.at - first.at >= at_least
    assert second.at - first.at < at_least + 4


@pytest.mark.parametrize("make, answer", [
    (HTTPCollector, Answer(hang_up=True)), (HTTPCollector, Answer(silent=True)), (GRPCCollector, Answer(silent=True)),
], ids=["connection closed", "HTTP time-out", "gRPC time-out"])
def test_no_answer_is_tried_again(start_gateway, collectors, make, answer):
    collectors.append(collector := make())
    collector.answer_in_turn(answer)
    gateway = start_gateway(targets={
        "default": {"endpoint": collector.endpoint, "timeout": "400ms", "retry": RETRY}})
    call(gateway, otlp.one_of("traces"))
    collector.wait_for_spans(1)
    assert len(collector.attempts) == 2


@pytest.mark.parametrize("make, code", [
    (GRPCCollector, Code.INVALID_ARGUMENT), (HTTPCollector, 400), (HTTPCollector, 500)])
def test_only_the_culprit_of_a_refused_batch_is_lost(start_gateway, collectors, make, code):
    """Requests of many senders share a batch; the target refuses any batch with one sender's span in it."""
    collectors.append(collector := make())
    collector.refuse_spans_named("poison", Answer(code=code))
    gateway = start_gateway(
        targets={"default": {"endpoint": collector.endpoint, "retry": RETRY}},
        settings={"delivery": {"batch": {"max_delay": "500ms"}}, "limits": {"loops": 1}})
    good = [otlp.traces(otlp.span(f"good {number}")) for number in range(40)]
    for number, request in enumerate(good):
        if number == 17:
            assert post(gateway, otlp.traces(otlp.span("poison"))).status == 200
        assert post(gateway, request).status == 200
    collector.wait_for_spans(40)
    eventually(
        lambda: gateway.metrics().sum("queued_items") == 0, what="the culprit, out of the queue")
    gateway.assert_books_balance()
    assert otlp.fingerprint(collector.accepted()) == otlp.fingerprint(good)
    assert any(len(list(otlp.parts(r.message))) > 1 for r in collector.attempts), "nothing was batched"
    assert gateway.metrics().sum("dropped_items_total", reason="target_rejected") == 1


@pytest.mark.parametrize("make", [GRPCCollector, HTTPCollector])
def test_a_partial_success_is_counted_and_not_repeated(start_gateway, collectors, make):
    collectors.append(collector := make())
    collector.answer_in_turn(Answer(rejected=2, message="two of them are too old"))
    gateway = start_gateway(targets={"default": {"endpoint": collector.endpoint, "retry": RETRY}})
    call(gateway, otlp.traces(*(otlp.span() for _ in range(5))))
    metrics = eventually(
        lambda: gateway.metrics().sum("dropped_items_total", reason="target_rejected") and gateway.metrics(),
        what="the rejected spans as dropped")
    assert metrics.sum("dropped_items_total", reason="target_rejected") == 2
    assert metrics.sum("delivered_items_total") == 3
    assert len(collector.attempts) == 1


def test_a_healthy_target_does_not_notice_its_neighbours(start_gateway, collectors, grpc_collector):
    """Beside it: one that never answers, one that alternates 429 and 503, one that is not there."""
    collectors.append(hole := BlackHole())
    collectors.append(flaky := HTTPCollector())
    turns = iter(range(10**6))
    flaky.decide = lambda request: (Answer(code=429), Answer(code=503), Answer())[next(turns) % 3]
    small = {"max_size": "64KiB"}
    gateway = start_gateway(
        exits=(75,),
        targets={
            "healthy": {"endpoint": grpc_collector.endpoint},
            "hole": {"endpoint": f"http://127.0.0.1:{hole.port}", "required": False, "queue": small},
            "flaky": {"endpoint": flaky.endpoint, "retry": RETRY},
            "absent": {"endpoint": "grpc://127.0.0.1:1", "required": False, "queue": small, "retry": RETRY},
        },
        settings={"delivery": {"drain_timeout": "1s", "batch": {"max_delay": "5ms"}}})
    requests = [
        otlp.traces(*(otlp.span(with_attributes={"padding": "x" * 200}) for _ in range(20))) for _ in range(100)]
    for request in requests:
        assert post(gateway, request).status == 200
    grpc_collector.wait_for_spans(2000)
    flaky.wait_for_spans(2000)
    books = gateway.assert_books_balance()["traces"]["targets"]
    for collector in (grpc_collector, flaky):
        assert otlp.fingerprint(collector.accepted()) == otlp.fingerprint(requests), "lost or doubled"
    assert books["healthy"] == {"replayed": 0, "delivered": 2000, "queued": 0, "dropped": 0}
    assert books["flaky"]["delivered"] == 2000
    for name in ("hole", "absent"):
        assert books[name]["delivered"] == 0
        assert gateway.metrics().sum("dropped_items_total", target=name, reason="queue_full") > 0
        assert gateway.metrics().sum("queue_bytes", target=name) <= 64 << 10
