"""What is sent to hurt: the process answers, goes on serving, and its memory stays where it was."""

import errno
import gzip
import io
import socket

import grpc
import pytest
from harness import otlp
from harness.client import assert_serves, call, grpc_failure, post
from harness.waiting import eventually

LIMIT = 4 << 20
# What a hostile test may add to the process at its highest: some requests at the limit, and allocator slack.
SLACK = 48 << 20


@pytest.fixture
def request_timeout():
    """Long enough for a busy machine; tests of the time-out itself set another."""
    return "30s"


@pytest.fixture
def gateway(start_gateway, grpc_collector, request_timeout):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings={"receivers": {"otlp": {"max_message_size": f"{LIMIT}B", "request_timeout": request_timeout}}})
    assert_serves(gateway)
    before = gateway.memory("VmHWM")
    yield gateway
    assert_serves(gateway)
    grown = gateway.memory("VmHWM") - before
    assert grown < SLACK, f"grew by {grown >> 20} MiB"


def bomb(size):
    """A gzip stream of about a thousandth of the zeros that it holds."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as stream:
        block = bytes(1 << 20)
        for _ in range(size >> 20):
            stream.write(block)
    return packed.getvalue()


@pytest.fixture(scope="module")
def quarter_gigabyte():
    return bomb(256 << 20)


def nested(depth):
    """An attribute value of arrays in arrays, written from the inside out."""
    value = otlp.field(1, b"deep")
    for _ in range(depth):
        value = otlp.field(5, otlp.field(1, value))
    return within_span(otlp.field(9, otlp.field(1, b"key") + otlp.field(2, value)))


def groups(depth):
    """Groups of an unknown field in groups; well formed, and deeper than any decoder goes."""
    return within_span(otlp.varint(100 << 3 | 3) * depth + otlp.varint(100 << 3 | 4) * depth)


def within_span(extra):
    span = otlp.span().SerializeToString() + extra
    return otlp.field(1, otlp.field(2, otlp.field(2, span)))


def test_a_gzip_bomb_is_refused_at_the_limit(gateway, quarter_gigabyte):
    for _ in range(5):
        assert post(gateway, quarter_gigabyte, headers={"Content-Encoding": "gzip"}).status == 413


def test_a_gzip_bomb_over_grpc(gateway):
    """grpcio packs it, so the bomb is as large as a request that is written out in full may be."""
    code, message, _ = grpc_failure(gateway, bytes(64 << 20), compression=grpc.Compression.Gzip)
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED, message


@pytest.mark.parametrize("body", [
    nested(5000), nested(101), groups(5000), groups(200_000),
], ids=["arrays 5,000 deep", "arrays 101 deep", "groups 5,000 deep", "groups 200,000 deep"])
def test_deep_nesting_is_refused(gateway, body):
    for _ in range(10):
        assert post(gateway, body).status == 400
    assert grpc_failure(gateway, body)[0] is grpc.StatusCode.INVALID_ARGUMENT


def test_nesting_that_protobuf_allows_is_not_refused(gateway, grpc_collector):
    """Envelopes take 6 of protobuf's 100 levels, an array in an array 2."""
    before = len(grpc_collector.spans())
    assert post(gateway, nested(40)).status == 200
    grpc_collector.wait_for_spans(before + 1)


@pytest.mark.parametrize("cut", range(0, 60, 7))
def test_truncated_at_any_place(gateway, cut):
    body = otlp.traces(otlp.span(with_attributes={"a": {"b": ["c", 1, 2.0]}})).SerializeToString()
    assert post(gateway, body[:len(body) - 1 - cut]).status == 400


@pytest.mark.parametrize("header", [
    b"X-Large: " + b"x" * (1 << 20), b"\r\n".join(b"X-%d: y" % n for n in range(20000)),
], ids=["one of 1 MiB", "20,000 of them"])
def test_oversized_headers_are_refused(gateway, header):
    with socket.create_connection(("127.0.0.1", gateway.http_port), timeout=10) as connection:
        try:
            connection.sendall(b"POST /v1/traces HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n\r\n")
            received = connection.recv(1024)
        except ConnectionError:
            received = b""
    assert received == b"" or received.split(b" ")[1] in (b"400", b"431"), received
    assert gateway.metrics().sum("protocol_errors_total") >= 1


@pytest.mark.parametrize("noise", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x00" * 4096, b"GET\r\n" * 500])
@pytest.mark.parametrize("listener", ["http_port", "grpc_port", "metrics_port", "admin_port"])
def test_noise_on_a_port(gateway, listener, noise):
    with socket.create_connection(("127.0.0.1", getattr(gateway, listener)), timeout=10) as connection:
        try:
            connection.sendall(noise)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        except OSError as error:
            # Refused, and perhaps before the last of it was sent; no answer at all within 10 s is none of these.
            assert error.errno in (errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN), error


@pytest.mark.parametrize("request_timeout", ["1s"])
def test_an_http_request_that_never_ends_is_given_up(gateway):
    """`request_timeout` counts from the first byte to the last."""
    with socket.create_connection(("127.0.0.1", gateway.http_port), timeout=15) as connection:
        connection.sendall(b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n")
        try:
            while connection.recv(65536):
                pass
        except ConnectionResetError:
            pass


def h2_frame(kind, payload=b"", *, flags=0, stream=0):
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def hpack_literal(index, value):
    return bytes([0x40 | index, len(value)]) + value


@pytest.mark.parametrize("request_timeout", ["1s"])
def test_a_grpc_request_that_never_ends_is_given_up(gateway):
    """A stream that is opened and then silent gets an answer or a reset."""
    headers = (
        b"\x83\x86" + hpack_literal(4, otlp.METHOD["traces"].encode()) + hpack_literal(1, b"gateway")
        + hpack_literal(31, b"application/grpc"))
    opening = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + h2_frame(4) + h2_frame(1, headers, flags=4, stream=1)
    with socket.create_connection(("127.0.0.1", gateway.grpc_port), timeout=15) as connection:
        connection.sendall(opening)
        with connection.makefile("rb") as received:
            while header := received.read(9):
                received.read(int.from_bytes(header[:3], "big"))
                if int.from_bytes(header[5:], "big") == 1:
                    return


def test_connections_past_the_limit_are_closed(start_gateway):
    gateway = start_gateway(
        targets={"nowhere": {"endpoint": "discard:"}}, settings={"limits": {"connections": 10}})
    opened = [socket.create_connection(("127.0.0.1", gateway.http_port), timeout=10) for _ in range(30)]
    try:
        refused = eventually(lambda: gateway.metrics().sum("connections_refused_total"), what="a refused connection")
        assert refused <= 20
        assert gateway.metrics().sum("connections") <= 10
    finally:
        for connection in opened:
            connection.close()
    eventually(lambda: gateway.metrics().sum("connections") == 0, what="room again")
    assert_serves(gateway)


def test_many_idle_connections_leave_room_for_work(gateway):
    opened = [socket.create_connection(("127.0.0.1", gateway.http_port), timeout=10) for _ in range(200)]
    try:
        eventually(lambda: gateway.metrics().sum("connections") >= 200, what="200 connections on the gauge")
        call(gateway, otlp.one_of("traces"))
    finally:
        for connection in opened:
            connection.close()
    eventually(lambda: gateway.metrics().sum("connections") < 50, what="fewer connections on the gauge")
