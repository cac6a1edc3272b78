"""Senders without an SDK: raw bytes over HTTP/1.1 and gRPC."""

import http.client
import json
from collections import namedtuple

import grpc
from google.protobuf import json_format
from google.rpc import status_pb2

from . import otlp

PROTOBUF = "application/x-protobuf"
PATH = {signal: f"/v1/{signal}" for signal in otlp.SIGNALS}

Reply = namedtuple("Reply", "status headers body")


def post(gateway, body, *, path="/v1/traces", headers=None, method="POST"):
    """One OTLP/HTTP request on a connection of its own; `body` may be a message, bytes or an iterable."""
    if hasattr(body, "SerializeToString"):
        path = PATH[otlp.signal_of(body)]
        body = body.SerializeToString()
    connection = http.client.HTTPConnection("127.0.0.1", gateway.http_port, timeout=30)
    try:
        connection.request(method, path, body=body, headers={"Content-Type": PROTOBUF} | (headers or {}))
        answer = connection.getresponse()
        return Reply(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def keep_alive(gateway):
    """A connection for `post_over`."""
    return http.client.HTTPConnection("127.0.0.1", gateway.http_port, timeout=10)


def post_over(connection, request):
    """One OTLP/HTTP request of traces on a connection that stays; the answer, already read."""
    connection.request("POST", PATH["traces"], request.SerializeToString(), {"Content-Type": PROTOBUF})
    answer = connection.getresponse()
    answer.read()
    return answer


def rpc_status(reply):
    """The google.rpc.Status of an HTTP error, in the encoding that the reply names."""
    media_type = reply.headers.get_content_type()
    if media_type == PROTOBUF:
        return status_pb2.Status.FromString(reply.body)
    assert media_type == "application/json", f"an error body of type {media_type}: {reply.body[:200]!r}"
    return json_format.ParseDict(json.loads(reply.body), status_pb2.Status())


def call(gateway, message, *, method=None, timeout=30, compression=None, metadata=None, channel=None):
    """One unary gRPC call with raw bytes or a message; raises grpc.RpcError as grpcio does."""
    if hasattr(message, "SerializeToString"):
        method = otlp.METHOD[otlp.signal_of(message)]
        message = message.SerializeToString()
    own = channel or grpc_channel(gateway)
    try:
        send = own.unary_unary(method or otlp.METHOD["traces"])
        return send(message, timeout=timeout, compression=compression, metadata=metadata)
    finally:
        if channel is None:
            own.close()


def grpc_channel(gateway, retries=False):
    options = {
        "grpc.max_send_message_length": -1, "grpc.enable_retries": int(retries), "grpc.use_local_subchannel_pool": 1}
    return grpc.insecure_channel(gateway.grpc, options=list(options.items()))


def grpc_failure(gateway, message, **options):
    """The code, message and decoded google.rpc.Status (None without details) of a call that must fail."""
    try:
        call(gateway, message, **options)
    except grpc.RpcError as error:
        details = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
        return error.code(), error.details(), details and status_pb2.Status.FromString(details)
    raise AssertionError("the call was answered with success")


def assert_serves(gateway):
    """The gateway still takes a span on both transports."""
    assert post(gateway, otlp.traces(otlp.span())).status == 200
    assert call(gateway, otlp.traces(otlp.span())) == b""
