"""OTLP/HTTP as the specification says, request by request, from a client without an SDK."""

import gzip
import socket

import pytest
from harness import otlp
from harness.client import PATH, PROTOBUF, assert_serves, post, rpc_status

LIMIT = 64 << 10


@pytest.fixture
def gateway(start_gateway, grpc_collector):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings={"receivers": {"otlp": {"max_message_size": f"{LIMIT}B"}}})
    gateway.collector = grpc_collector
    yield gateway
    assert_serves(gateway)


@pytest.mark.parametrize("signal", otlp.SIGNALS)
@pytest.mark.parametrize("encoding", [None, "identity", "gzip", "GZIP"])
def test_success_is_an_empty_response_of_the_same_type(gateway, signal, encoding):
    body = otlp.one_of(signal).SerializeToString()
    headers = {"Content-Encoding": encoding} if encoding else {}
    if encoding in ("gzip", "GZIP"):
        body = gzip.compress(body)
    reply = post(gateway, body, path=PATH[signal], headers=headers)
    assert (reply.status, reply.headers.get_content_type()) == (200, PROTOBUF)
    # partial_success MUST be absent on full success.
    assert otlp.RESPONSE[signal].FromString(reply.body) == otlp.RESPONSE[signal]()
    assert reply.body == b""


GZIPPED = gzip.compress(otlp.traces(otlp.span()).SerializeToString())
TWO_MEMBERS = b"".join(gzip.compress(otlp.traces(otlp.span()).SerializeToString()) for _ in range(2))
GOOD = otlp.traces(otlp.span()).SerializeToString()
JSON = {"Content-Type": "application/json"}
GZIP = {"Content-Encoding": "gzip"}


@pytest.mark.parametrize("expected, body, options", [
    (200, b"", {}),
    (200, gzip.compress(b""), {"headers": GZIP}),
    (200, TWO_MEMBERS, {"headers": GZIP}),
    (200, GOOD, {"headers": {"Content-Type": f"{PROTOBUF}; charset=utf-8"}}),
    (200, GOOD, {"headers": {"Content-Type": "Application/X-Protobuf"}}),
    (200, iter([GOOD[:10], GOOD[10:]]), {}),
    (400, b"\xff" * 50, {}),
    (400, GOOD[:-3], {}),
    (400, otlp.field(1, b"short", length=5000), {}),
    (400, otlp.field(1, b"", length=2**63), {}),
    (400, b"not gzip", {"headers": GZIP}),
    (400, GZIPPED[:-6], {"headers": GZIP}),
    (404, GOOD, {"path": "/v1/trace"}),
    (404, GOOD, {"path": "/"}),
    (404, GOOD, {"path": "/v1development/profiles"}),
    (405, b"", {"method": "GET"}),
    (405, GOOD, {"method": "PUT"}),
    (415, GOOD, {"headers": {"Content-Encoding": "br"}}),
    (415, GOOD, {"headers": {"Content-Type": "text/plain"}}),
    (415, b"{}", {"headers": JSON}),
], ids=[
    "empty body", "empty gzip body", "gzip in two members", "type with parameters", "type in odd case", "chunked",
    "garbage", "truncated", "lying length", "length of 2^63", "no gzip", "truncated gzip", "unknown path", "root",
    "profiles", "GET", "PUT", "unknown encoding", "unknown type", "JSON",
])
def test_answers(gateway, expected, body, options):
    reply = post(gateway, body, **options)
    assert reply.status == expected
    if expected != 200:
        assert rpc_status(reply).message, "an error body without a message"
    if expected == 405:
        assert "POST" in reply.headers["Allow"]
    if expected == 400:
        assert rpc_status(reply).code == 3
        assert reply.headers.get_content_type() == PROTOBUF


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("size, expected", [(LIMIT - 1, 200), (LIMIT, 200), (LIMIT + 1, 413), (20 * LIMIT, 413)])
def test_the_limit_holds_after_decompression(gateway, size, expected, compressed):
    body = otlp.padded_traces(size)
    reply = post(gateway, gzip.compress(body) if compressed else body, headers=GZIP if compressed else {})
    assert reply.status == expected
    if expected == 413:
        assert "Retry-After" not in reply.headers
        assert rpc_status(reply).message


BAD_SPANS = {
    "short trace id": lambda: otlp.span(trace_id=b"\1" * 15),
    "no trace id": lambda: otlp.span(trace_id=b""),
    "trace id of zeros": lambda: otlp.span(trace_id=bytes(16)),
    "long span id": lambda: otlp.span(span_id=b"\1" * 9),
    "no span id": lambda: otlp.span(span_id=b""),
    "span id of zeros": lambda: otlp.span(span_id=bytes(8)),
}


@pytest.mark.parametrize("bad", BAD_SPANS.values(), ids=BAD_SPANS.keys())
def test_one_bad_span_is_rejected_by_itself(gateway, bad):
    reply = post(gateway, otlp.traces(otlp.span("before"), bad(), otlp.span("after")))
    assert reply.status == 200
    partial = otlp.RESPONSE["traces"].FromString(reply.body).partial_success
    assert partial.rejected_spans == 1
    assert "id" in partial.error_message
    gateway.collector.wait_for_spans(2)
    assert sorted(gateway.collector.span_names()) == ["after", "before"]
    gateway.assert_books_balance()
    assert gateway.metrics().sum("rejected_items_total", signal="traces") == 1


def test_a_span_with_invalid_utf8_is_rejected_by_itself(gateway):
    """One such record would make a batch with other senders' data undeliverable."""
    body = otlp.traces(otlp.span("before"), otlp.span("MARKED"), otlp.span("after")).SerializeToString()
    reply = post(gateway, body.replace(b"MARKED", b"\xff\xfe\xc0\x80\xed\xa0"))
    assert reply.status == 200
    partial = otlp.RESPONSE["traces"].FromString(reply.body).partial_success
    assert partial.rejected_spans == 1
    assert "UTF-8" in partial.error_message
    gateway.collector.wait_for_spans(2)
    assert sorted(gateway.collector.span_names()) == ["after", "before"]


@pytest.mark.parametrize("signal, make, rejected", [
    ("logs", lambda: otlp.logs("fine", "MARKED", "fine too"), "rejected_log_records"),
    ("metrics", lambda: otlp.gauge(values=(1.0,), with_attributes={"key": "MARKED"}), "rejected_data_points"),
])
def test_the_other_signals_reject_invalid_utf8_too(gateway, signal, make, rejected):
    reply = post(gateway, make().SerializeToString().replace(b"MARKED", b"\xff" * 6), path=PATH[signal])
    assert reply.status == 200
    partial = otlp.RESPONSE[signal].FromString(reply.body).partial_success
    assert getattr(partial, rejected) == 1
    gateway.assert_books_balance()
    assert gateway.metrics().sum("rejected_items_total", signal=signal) == 1


def raw_exchange(gateway, data, replies=1):
    """Sends bytes as they are and reads until as many status lines came, or the end."""
    with socket.create_connection(("127.0.0.1", gateway.http_port), timeout=10) as connection:
        connection.sendall(data)
        received = b""
        while received.count(b"HTTP/1.1 ") < replies and (chunk := connection.recv(65536)):
            received += chunk
    return received


def head(*lines, length=len(GOOD)):
    lines = ["POST /v1/traces HTTP/1.1", "Host: gateway", f"Content-Type: {PROTOBUF}",
             f"Content-Length: {length}", *lines]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_pipelined_requests_are_answered_in_order(gateway):
    garbage = head(length=4) + b"\xff" * 4
    received = raw_exchange(gateway, head() + GOOD + garbage + head() + GOOD, replies=3)
    statuses = [part[:3] for part in received.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"400", b"200"]


def test_expect_100_continue(gateway):
    with socket.create_connection(("127.0.0.1", gateway.http_port), timeout=10) as connection:
        connection.sendall(head("Expect: 100-continue"))
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(GOOD)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_a_body_over_the_limit_is_refused_before_it_is_sent(gateway):
    received = raw_exchange(gateway, head("Expect: 100-continue", length=10**12))
    assert received.startswith(b"HTTP/1.1 413 ")


def test_a_sender_that_leaves_in_the_middle(gateway):
    with socket.create_connection(("127.0.0.1", gateway.http_port), timeout=10) as connection:
        connection.sendall(head(length=1000) + GOOD)
