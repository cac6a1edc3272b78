"""OTLP/gRPC as the specifications say, with grpcio and with frames that grpcio would never send."""

import re
import subprocess
import time

import grpc
import pytest
from harness import otlp
from harness.client import assert_serves, call, grpc_channel, grpc_failure

LIMIT = 64 << 10
GOOD = otlp.traces(otlp.span()).SerializeToString()
Code = grpc.StatusCode


@pytest.fixture
def gateway(start_gateway, grpc_collector):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}},
        settings={"receivers": {"otlp": {"max_message_size": f"{LIMIT}B"}}})
    gateway.collector = grpc_collector
    yield gateway
    assert_serves(gateway)


@pytest.mark.parametrize("compression", [grpc.Compression.NoCompression, grpc.Compression.Gzip])
@pytest.mark.parametrize("signal", otlp.SIGNALS)
def test_success_is_an_empty_response(gateway, signal, compression):
    assert call(gateway, otlp.one_of(signal), compression=compression) == b""


def test_an_empty_request_succeeds(gateway):
    assert call(gateway, b"") == b""


@pytest.mark.parametrize("body", [
    b"\xff" * 50, GOOD[:-3], otlp.field(1, b"short", length=5000), otlp.field(1, b"", length=2**63),
], ids=["garbage", "truncated", "lying length", "length of 2^63"])
def test_a_body_that_does_not_decode(gateway, body):
    code, message, _ = grpc_failure(gateway, body)
    assert code is Code.INVALID_ARGUMENT and message


@pytest.mark.parametrize("method", [
    "/opentelemetry.proto.collector.trace.v1.TraceService/Import", "/no.such.Service/Export", "/",
    "/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export",
])
def test_an_unknown_method(gateway, method):
    assert grpc_failure(gateway, GOOD, method=method)[0] is Code.UNIMPLEMENTED


@pytest.mark.parametrize("compression", [grpc.Compression.NoCompression, grpc.Compression.Gzip])
@pytest.mark.parametrize("size", [LIMIT, LIMIT + 1, 20 * LIMIT])
def test_the_limit_holds_after_decompression(gateway, size, compression):
    body = otlp.padded_traces(size)
    if size <= LIMIT:
        assert call(gateway, body, compression=compression) == b""
        return
    code, message, status = grpc_failure(gateway, body, compression=compression)
    assert code is Code.RESOURCE_EXHAUSTED and message
    assert status is None or otlp.retry_delay(status) is None, "RetryInfo would make it retryable"


def test_one_bad_span_is_rejected_by_itself(gateway):
    request = otlp.traces(otlp.span("before"), otlp.span(trace_id=bytes(16)), otlp.span("after"))
    partial = otlp.RESPONSE["traces"].FromString(call(gateway, request)).partial_success
    assert partial.rejected_spans == 1 and "trace" in partial.error_message
    gateway.collector.wait_for_spans(2)
    assert sorted(gateway.collector.span_names()) == ["after", "before"]


def test_several_messages_on_a_unary_call(gateway):
    with grpc_channel(gateway) as channel, pytest.raises(grpc.RpcError) as failure:
        channel.stream_unary(otlp.METHOD["traces"])(iter([GOOD, GOOD]), timeout=10)
    assert failure.value.code() in (Code.UNIMPLEMENTED, Code.INTERNAL, Code.INVALID_ARGUMENT)


def test_no_message_on_a_unary_call(gateway):
    with grpc_channel(gateway) as channel, pytest.raises(grpc.RpcError) as failure:
        channel.stream_unary(otlp.METHOD["traces"])(iter([]), timeout=10)
    assert failure.value.code() in (Code.UNIMPLEMENTED, Code.INTERNAL, Code.INVALID_ARGUMENT)


def test_many_calls_at_once_on_one_connection(gateway):
    with grpc_channel(gateway) as channel:
        send = channel.unary_unary(otlp.METHOD["traces"])
        calls = [send.future(otlp.one_of("traces").SerializeToString(), timeout=30) for _ in range(500)]
        assert [pending.result() for pending in calls] == [b""] * 500
    gateway.collector.wait_for_spans(500)


def test_nobody_notices_the_end_of_a_connections_age(start_gateway):
    """Connections are asked to reconnect after `max_connection_age`; no call fails for it.

    A call that the client had not sent when it read GOAWAY is its own to send on the next connection,
    which grpcio does unless told not to. One that the gateway has seen is never sent again.
    """
    gateway = start_gateway(
        targets={"nowhere": {"endpoint": "discard:"}},
        settings={"receivers": {"otlp": {"max_connection_age": "1s"}}})
    deadline = time.monotonic() + 3
    calls = 0
    with grpc_channel(gateway, retries=True) as channel:
        while time.monotonic() < deadline:
            assert call(gateway, otlp.one_of("traces"), channel=channel) == b""
            calls += 1
    assert gateway.metrics().sum("received_items_total", signal="traces") == calls


def frames(gateway, tmp_path, data, *headers, method=otlp.METHOD["traces"], content_type="application/grpc"):
    """One HTTP/2 request with these DATA bytes as they are: `(status, grpc-status, output)` of the answer."""
    body = tmp_path / "body"
    body.write_bytes(data)
    options = [f"-H{header}" for header in (f"content-type: {content_type}", "te: trailers", *headers)]
    result = subprocess.run(
        ["nghttp", "-v", "--no-dep", f"-d{body}", *options, "-H:method: POST", f"http://{gateway.grpc}{method}"],
        capture_output=True, text=True, timeout=20, check=False)
    status = re.search(r":status: (\d+)", result.stdout)
    code = re.search(r"grpc-status: (\d+)", result.stdout)
    return status and int(status[1]), code and int(code[1]), result.stdout + result.stderr


def prefixed(payload, *, flag=0, length=None):
    return bytes([flag]) + (len(payload) if length is None else length).to_bytes(4, "big") + payload


@pytest.mark.parametrize("data, headers, codes", [
    (prefixed(GOOD), (), {0}),
    (prefixed(GOOD, flag=1), (), {13, 12}),
    (prefixed(GOOD, flag=2), (), {13, 12, 3}),
    (prefixed(GOOD), ("grpc-encoding: snappy",), {0, 12}),
    (prefixed(GOOD, flag=1), ("grpc-encoding: snappy",), {12}),
    (prefixed(GOOD, flag=1), ("grpc-encoding: gzip",), {3, 13}),
    (prefixed(GOOD, length=5000), (), {3, 13}),
    (prefixed(GOOD, length=2**32 - 1), (), {8}),
    (GOOD[:3], (), {3, 13}),
    (prefixed(GOOD), ("grpc-timeout: 99999999H",), {0}),
    (prefixed(GOOD), ("grpc-timeout: soon",), {0, 3, 13}),
], ids=[
    "well formed", "compressed flag without encoding", "unknown flag", "unknown encoding, unused", "unknown encoding",
    "says gzip and is not", "prefix longer than the data", "prefix of 4 GiB", "no whole prefix", "longest time-out",
    "time-out that is none",
])
def test_message_framing(gateway, tmp_path, data, headers, codes):
    status, code, output = frames(gateway, tmp_path, data, *headers)
    assert (status, code in codes) == (200, True), output


def test_an_unknown_encoding_is_told_which_are_known(gateway, tmp_path):
    _, _, output = frames(gateway, tmp_path, prefixed(GOOD, flag=1), "grpc-encoding: snappy")
    assert re.search(r"grpc-accept-encoding: .*gzip", output), output


def test_a_content_type_that_is_not_grpc(gateway, tmp_path):
    status, _, output = frames(gateway, tmp_path, prefixed(GOOD), content_type="text/plain")
    assert status == 415, output


def test_an_oversized_header_is_refused(gateway, tmp_path):
    status, code, output = frames(gateway, tmp_path, prefixed(GOOD), f"x-large: {'x' * 60000}")
    assert status in (None, 431) or code not in (None, 0), output
    assert gateway.metrics().sum("protocol_errors_total") >= 1
