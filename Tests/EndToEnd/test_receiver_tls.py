"""TLS on the receivers: encrypted for everybody, and only for known clients where the profile says so."""

import http.client
import ssl

import grpc
import pytest
from harness import otlp
from harness.gateway import run_command
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2_grpc


def start_with_tls(start_gateway, certificates, *, client_ca=False):
    tls = {"cert_file": certificates.cert("server"), "key_file": certificates.key("server")}
    if client_ca:
        tls["client_ca_file"] = certificates.cert("authority")
    return start_gateway(
        targets={"default": {"endpoint": "discard:"}},
        settings={"receivers": {"otlp": {"grpc": {"tls": tls}, "http": {"tls": tls}}}})


def post(gateway, context, request):
    connection = http.client.HTTPSConnection("localhost", gateway.http_port, context=context, timeout=10)
    connection.request("POST", "/v1/traces", request.SerializeToString(), {"Content-Type": "application/x-protobuf"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_both_transports_are_encrypted(start_gateway, certificates):
    gateway = start_with_tls(start_gateway, certificates)
    request = otlp.one_of("traces")
    assert post(gateway, ssl.create_default_context(cafile=certificates.cert("authority")), request) == 200
    credentials = grpc.ssl_channel_credentials(certificates.authority())
    with grpc.secure_channel(f"localhost:{gateway.grpc_port}", credentials) as channel:
        trace_service_pb2_grpc.TraceServiceStub(channel).Export(request, timeout=10)
    assert gateway.metrics().sum("received_items_total", signal="traces") == 2


def test_plain_text_gets_nowhere(start_gateway, certificates):
    gateway = start_with_tls(start_gateway, certificates)
    connection = http.client.HTTPConnection("localhost", gateway.http_port, timeout=10)
    with pytest.raises((http.client.HTTPException, OSError)):
        connection.request("POST", "/v1/traces", b"")
        connection.getresponse()
    assert gateway.metrics().sum("received_items_total", signal="traces") == 0


def test_a_stranger_is_turned_away_where_clients_must_be_known(start_gateway, certificates):
    gateway = start_with_tls(start_gateway, certificates, client_ca=True)
    request = otlp.one_of("traces")
    context = ssl.create_default_context(cafile=certificates.cert("authority"))
    with pytest.raises((http.client.HTTPException, OSError)):
        post(gateway, context, request)
    context.load_cert_chain(certificates.cert("client"), certificates.key("client"))
    assert post(gateway, context, request) == 200
    assert gateway.metrics().sum("received_items_total", signal="traces") == 1


def test_a_certificate_without_its_key_stops_the_start(tmp_path, certificates):
    result = run_command(
        tmp_path, "run", "--set", f"receivers.otlp.http.tls.cert_file={certificates.cert('server')}",
        "--set", "receivers.otlp.http.listen=127.0.0.1:0", "--set", "receivers.otlp.grpc.listen=127.0.0.1:0",
        "--set", "admin.listen=127.0.0.1:0")
    assert result.returncode == 78
    assert "receivers.otlp.http.tls" in result.stderr and "key_file" in result.stderr
