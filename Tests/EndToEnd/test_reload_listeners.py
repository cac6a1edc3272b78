"""Listeners that move and certificates that are renewed while the gateway runs."""

import http.client
import shutil
import signal
import ssl

import grpc
import pytest
from harness import otlp
from harness.client import assert_serves, call, grpc_channel, keep_alive, post_over
from harness.http_collector import HTTPCollector
from harness.ports import free_ports, is_listening
from harness.waiting import eventually


def test_a_listener_that_did_not_change_keeps_its_connections(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    connection = keep_alive(gateway)
    assert post_over(connection, otlp.spans(1)).status == 200
    socket = connection.sock
    with grpc_channel(gateway) as channel:
        call(gateway, otlp.spans(1), channel=channel)
        admin, = free_ports(1)
        gateway.write(settings={"admin": {"listen": f"127.0.0.1:{admin}"}, "prometheus": {"path": "/numbers"}})
        gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: is_listening(admin) and not is_listening(gateway.admin_port), what="the admin page moved")
        assert gateway.get(gateway.metrics_port, "/numbers")[0] == 200
        assert gateway.get(gateway.metrics_port, "/metrics")[0] == 404
        gateway.admin_port = admin
        assert post_over(connection, otlp.spans(1)).status == 200 and connection.sock is socket
        call(gateway, otlp.spans(1), channel=channel)
    gateway.write(settings={"admin": {"listen": f"127.0.0.1:{admin}"}})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: gateway.get(gateway.metrics_port, "/metrics")[0] == 200, what="/metrics again")


def test_connections_of_a_moved_receiver_end_well(start_gateway, grpc_collector):
    """HTTP/1.1 hears `Connection: close` with its next answer; gRPC gets a GOAWAY and loses no call."""
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    connection = keep_alive(gateway)
    assert post_over(connection, otlp.spans(1)).getheader("Connection") is None
    with grpc_channel(gateway) as channel:
        call(gateway, otlp.spans(1), channel=channel)
        states = []
        channel.subscribe(states.append)
        new_http, new_grpc = free_ports(2)
        gateway.reload(settings={"receivers": {"otlp": {
            "http": {"listen": f"127.0.0.1:{new_http}"}, "grpc": {"listen": f"127.0.0.1:{new_grpc}"}}}})
        assert not is_listening(gateway.http_port) and not is_listening(gateway.grpc_port)
        answer = post_over(connection, otlp.spans(1))
        assert (answer.status, answer.getheader("Connection")) == (200, "close")
        eventually(lambda: grpc.ChannelConnectivity.IDLE in states, what="a channel that was asked to go")
    gateway.http_port, gateway.grpc_port = new_http, new_grpc
    assert_serves(gateway)


def test_receivers_swap_their_ports(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    gateway.reload(settings={"receivers": {"otlp": {
        "http": {"listen": gateway.grpc}, "grpc": {"listen": gateway.http}}}})
    gateway.http_port, gateway.grpc_port = gateway.grpc_port, gateway.http_port
    assert_serves(gateway)


def test_the_metrics_listener_widens_on_its_port(start_gateway):
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
    gateway.write(settings={"prometheus": {"host": "0.0.0.0"}})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: f"address=0.0.0.0:{gateway.metrics_port}" in gateway.log(), what="the wider listener")
    assert gateway.reloads()["applied"] == 1


# Certificates


def served_certificate(port, certificates):
    """What a new connection is shown, and the connection."""
    context = ssl.create_default_context(cafile=certificates.cert("authority"))
    context.check_hostname = False
    connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=10)
    connection.connect()
    return connection.sock.getpeercert(binary_form=True), connection


def pair(certificates, folder, name):
    shutil.copy(certificates.cert(name), folder / "tls.pem")
    shutil.copy(certificates.key(name), folder / "tls.key")


def test_renewed_certificates_are_for_new_connections(start_gateway, certificates, tmp_path):
    pair(certificates, tmp_path, "server")
    tls = {"cert_file": str(tmp_path / "tls.pem"), "key_file": str(tmp_path / "tls.key")}
    gateway = start_gateway(
        targets={"default": {"endpoint": "discard:"}},
        settings={"receivers": {"otlp": {"http": {"tls": tls}}}})
    before, connection = served_certificate(gateway.http_port, certificates)
    assert post_over(connection, otlp.spans(1)).status == 200
    pair(certificates, tmp_path, "elsewhere")
    gateway.reload()
    assert "receivers.otlp.http.tls.cert_file names a file with new contents" in gateway.log()
    after, other = served_certificate(gateway.http_port, certificates)
    assert after != before
    assert post_over(other, otlp.spans(1)).status == 200
    assert post_over(connection, otlp.spans(1)).getheader("Connection") is None
    # Half a renewal is refused, and the certificate that is served stays.
    shutil.copy(certificates.key("server"), tmp_path / "tls.key")
    gateway.reload("refused")
    assert served_certificate(gateway.http_port, certificates)[0] == after


def test_a_target_takes_its_renewed_authority(start_gateway, collectors, certificates, tmp_path):
    authority = tmp_path / "ca.pem"
    shutil.copy(certificates.cert("stranger"), authority)
    collectors.append(collector := HTTPCollector(tls=(certificates.cert("server"), certificates.key("server"))))
    gateway = start_gateway(targets={"default": collector.as_target(tls={"ca_file": str(authority)})})
    call(gateway, otlp.spans(2))
    eventually(lambda: gateway.metrics().sum("send_attempts_total", outcome="unanswered") >= 1, what="a failure")
    shutil.copy(certificates.cert("authority"), authority)
    gateway.reload()
    collector.wait_for_spans(2)


def test_whoever_no_longer_would_be_let_in_has_to_go(start_gateway, certificates):
    """Clients must be known from now on: those who came before are asked to go."""
    tls = {"cert_file": certificates.cert("server"), "key_file": certificates.key("server")}
    gateway = start_gateway(
        targets={"default": {"endpoint": "discard:"}}, settings={"receivers": {"otlp": {"http": {"tls": tls}}}})
    _, connection = served_certificate(gateway.http_port, certificates)
    assert post_over(connection, otlp.spans(1)).status == 200
    tls = tls | {"client_ca_file": certificates.cert("authority")}
    gateway.reload(settings={"receivers": {"otlp": {"http": {"tls": tls}}}})
    assert post_over(connection, otlp.spans(1)).getheader("Connection") == "close"
    with pytest.raises((http.client.HTTPException, OSError)):
        post_over(served_certificate(gateway.http_port, certificates)[1], otlp.spans(1))
