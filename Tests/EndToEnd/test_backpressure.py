"""A target that is away: its queue fills to its bound, senders are asked to wait, nothing acknowledged is lost."""

import grpc
import pytest
from harness import otlp
from harness.client import call, grpc_failure, post, rpc_status
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.ports import ReservedPort
from harness.waiting import eventually

LIMIT = 256 << 10
RETRY = {"initial_interval": "50ms", "max_interval": "200ms"}


@pytest.fixture
def absent():
    port = ReservedPort()
    yield port
    port.release()


def start_with_absent_target(start_gateway, absent, scheme="grpc", **options):
    return start_gateway(
        targets={"default": {
            "endpoint": f"{scheme}://127.0.0.1:{absent.number}", "queue": {"max_size": f"{LIMIT}B"}, "retry": RETRY}},
        **options)


def fill(gateway):
    """Sends until a request is refused; the acknowledged requests and the refusal."""
    acknowledged = []
    for _ in range(1000):
        request = otlp.traces(*(otlp.span(with_attributes={"padding": "x" * 1000}) for _ in range(8)))
        reply = post(gateway, request)
        if reply.status != 200:
            return acknowledged, reply
        acknowledged.append(request)
    raise AssertionError("8 MB were taken, and nothing was refused")


@pytest.mark.parametrize("scheme, make", [("grpc", GRPCCollector), ("http", HTTPCollector)])
def test_nothing_acknowledged_is_lost_when_the_target_comes_back(
    start_gateway, collectors, absent, scheme, make
):
    gateway = start_with_absent_target(start_gateway, absent, scheme)
    acknowledged, refusal = fill(gateway)
    assert refusal.status == 503
    assert refusal.headers["Retry-After"].isdecimal() and int(refusal.headers["Retry-After"]) >= 1
    assert rpc_status(refusal).message
    offered = sum(len(request.SerializeToString()) for request in acknowledged)
    assert LIMIT / 2 < offered <= LIMIT, f"{offered} bytes were taken under a bound of {LIMIT}"

    metrics = gateway.metrics()
    assert metrics.sum("queue_limit_bytes", target="default") == LIMIT
    # What is in no batch yet is in no queue.
    assert eventually(lambda: gateway.metrics().sum("queue_bytes", target="default")) <= LIMIT
    metrics = gateway.metrics()
    assert metrics.sum("queued_items", target="default", signal="traces") == 8 * len(acknowledged)
    assert metrics.sum("queue_oldest_age_seconds", target="default") > 0
    assert metrics.sum("requests_total", signal="traces", code="503") >= 1
    gateway.assert_books_balance()

    collectors.append(collector := make(absent.release()))
    collector.wait_for_spans(8 * len(acknowledged), within=20)
    gateway.assert_books_balance()
    assert otlp.fingerprint(collector.accepted()) == otlp.fingerprint(acknowledged), "lost or doubled"
    assert post(gateway, otlp.one_of("traces")).status == 200, "still refusing after the queue emptied"


def test_a_grpc_sender_is_told_when_to_come_back(start_gateway, collectors, absent):
    gateway = start_with_absent_target(start_gateway, absent)
    acknowledged, _ = fill(gateway)
    large = otlp.traces(otlp.span(with_attributes={"padding": "x" * (LIMIT // 2)}))
    code, message, status = grpc_failure(gateway, large)
    assert code is grpc.StatusCode.UNAVAILABLE
    assert message and status.code == 14
    assert otlp.retry_delay(status) > 0
    collectors.append(collector := GRPCCollector(absent.release()))
    collector.wait_for_spans(8 * len(acknowledged), within=20)


def test_admission_is_all_or_nothing(start_gateway, collectors, absent, grpc_collector):
    """What the full queue of one required target refuses, no other target gets either."""
    gateway = start_gateway(targets={
        "away": {"endpoint": f"grpc://127.0.0.1:{absent.number}", "queue": {"max_size": f"{LIMIT}B"}, "retry": RETRY},
        "present": {"endpoint": grpc_collector.endpoint},
    })
    acknowledged, _ = fill(gateway)
    for _ in range(5):
        large = otlp.traces(otlp.span("refused", with_attributes={"padding": "x" * (LIMIT // 2)}))
        assert post(gateway, large).status == 503
    collectors.append(returned := GRPCCollector(absent.release()))
    for collector in (returned, grpc_collector):
        collector.wait_for_spans(8 * len(acknowledged), within=20)
    gateway.assert_books_balance()
    for collector in (returned, grpc_collector):
        assert otlp.fingerprint(collector.accepted()) == otlp.fingerprint(acknowledged)


def test_the_memory_limit_refuses_too(start_gateway, absent, collectors):
    """Requests and queues together stay under `limits.memory`, whatever the queues' own bounds."""
    limit = 1 << 20
    gateway = start_gateway(
        targets={"default": {"endpoint": f"grpc://127.0.0.1:{absent.number}", "retry": RETRY}},
        settings={"limits": {"memory": f"{limit}B"}})
    acknowledged, refusal = fill(gateway)
    assert refusal.status == 503 and int(refusal.headers["Retry-After"]) >= 1
    metrics = gateway.metrics()
    assert metrics.sum("memory_limit_bytes") == limit
    assert limit / 4 < metrics.sum("memory_used_bytes") <= limit
    collectors.append(collector := GRPCCollector(absent.release()))
    collector.wait_for_spans(8 * len(acknowledged), within=20)


def test_a_full_best_effort_queue_drops_for_itself_alone(start_gateway, absent, grpc_collector):
    gateway = start_gateway(
        exits=(75,),
        targets={
            "away": {
                "endpoint": f"grpc://127.0.0.1:{absent.number}", "required": False,
                "queue": {"max_size": f"{LIMIT}B"}, "retry": RETRY},
            "present": {"endpoint": grpc_collector.endpoint},
        },
        settings={"delivery": {"drain_timeout": "1s"}})
    for _ in range(100):
        spans = (otlp.span(with_attributes={"padding": "x" * 1000}) for _ in range(8))
        assert post(gateway, otlp.traces(*spans)).status == 200
    grpc_collector.wait_for_spans(800)
    books = gateway.assert_books_balance()["traces"]["targets"]
    assert books["present"]["delivered"] == 800 and books["present"]["dropped"] == 0
    assert 0 < books["away"]["queued"] < 800
    dropped = gateway.metrics().sum("dropped_items_total", target="away", reason="queue_full")
    assert dropped == 800 - books["away"]["queued"]


def test_best_effort_gives_up_after_its_time(start_gateway, absent):
    gateway = start_gateway(targets={"away": {
        "endpoint": f"grpc://127.0.0.1:{absent.number}", "required": False,
        "retry": RETRY | {"give_up_after": "300ms"}}})
    call(gateway, otlp.traces(otlp.span(), otlp.span()))

    def expired():
        return gateway.metrics().sum("dropped_items_total", target="away", reason="expired") == 2
    eventually(expired, what="the two spans as expired")
