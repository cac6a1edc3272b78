"""TLS to targets: the authority, the host name and the client certificate are all checked."""

import pytest
from harness import otlp
from harness.client import call
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.waiting import eventually

RETRY = {"initial_interval": "50ms", "max_interval": "100ms"}


def start_collector(collectors, certificates, transport, server="server", demand_client=False):
    """A collector with TLS and the endpoint that names it."""
    if transport == "grpc":
        authority = certificates.authority() if demand_client else None
        collectors.append(GRPCCollector(tls=certificates.pem(server), client_ca=authority))
        return collectors[-1], f"grpcs://localhost:{collectors[-1].port}"
    authority = certificates.cert("authority") if demand_client else None
    pair = certificates.cert(server), certificates.key(server)
    collectors.append(HTTPCollector(tls=pair, client_ca=authority))
    return collectors[-1], collectors[-1].endpoint


@pytest.mark.parametrize("transport", ["grpc", "http"])
def test_a_target_with_a_certificate_of_the_given_authority(start_gateway, collectors, certificates, transport):
    collector, endpoint = start_collector(collectors, certificates, transport)
    gateway = start_gateway(targets={"default": {
        "endpoint": endpoint, "tls": {"ca_file": certificates.cert("authority")}}})
    request = otlp.one_of("traces")
    call(gateway, request)
    collector.wait_for_spans(1)
    assert otlp.fingerprint(collector.accepted()) == otlp.fingerprint([request])


@pytest.mark.parametrize("transport", ["grpc", "http"])
@pytest.mark.parametrize("server, authority", [
    ("elsewhere", "authority"), ("server", "stranger"), ("server", None),
], ids=["another host's certificate", "another authority", "the system's authorities"])
def test_nothing_is_sent_to_a_target_that_cannot_prove_its_name(
    start_gateway, collectors, certificates, transport, server, authority
):
    collector, endpoint = start_collector(collectors, certificates, transport, server)
    tls = {"tls": {"ca_file": certificates.cert(authority)}} if authority else {}
    gateway = start_gateway(
        exits=(75,), settings={"delivery": {"drain_timeout": "300ms"}},
        targets={"default": {"endpoint": endpoint, "retry": RETRY} | tls})
    call(gateway, otlp.one_of("traces"))
    eventually(lambda: gateway.metrics().sum("send_attempts_total", target="default") >= 2, what="two attempts")
    gateway.assert_books_balance()
    assert gateway.metrics().sum("queued_items", target="default") == 1
    assert not collector.attempts
    assert "default" in gateway.log() and "certificate" in gateway.log().lower()


def test_the_name_to_check_can_be_given(start_gateway, collectors, certificates):
    collector, endpoint = start_collector(collectors, certificates, "http", "elsewhere")
    gateway = start_gateway(targets={"default": {
        "endpoint": endpoint,
        "tls": {"ca_file": certificates.cert("authority"), "server_name": "elsewhere.example"}}})
    call(gateway, otlp.one_of("traces"))
    collector.wait_for_spans(1)


@pytest.mark.parametrize("transport", ["grpc", "http"])
def test_a_client_certificate_is_shown_where_one_is_given(start_gateway, collectors, certificates, transport):
    collector, endpoint = start_collector(collectors, certificates, transport, demand_client=True)
    gateway = start_gateway(targets={"default": {"endpoint": endpoint, "tls": {
        "ca_file": certificates.cert("authority"),
        "cert_file": certificates.cert("client"), "key_file": certificates.key("client")}}})
    call(gateway, otlp.one_of("traces"))
    collector.wait_for_spans(1)


@pytest.mark.parametrize("transport", ["grpc", "http"])
def test_a_target_that_demands_one_gets_nothing_without(start_gateway, collectors, certificates, transport):
    collector, endpoint = start_collector(collectors, certificates, transport, demand_client=True)
    gateway = start_gateway(
        exits=(75,), settings={"delivery": {"drain_timeout": "300ms"}},
        targets={"default": {
            "endpoint": endpoint, "retry": RETRY, "tls": {"ca_file": certificates.cert("authority")}}})
    call(gateway, otlp.one_of("traces"))
    eventually(lambda: gateway.metrics().sum("send_attempts_total", target="default") >= 2, what="two attempts")
    gateway.assert_books_balance()
    assert not collector.attempts


def test_certificates_by_environment(start_gateway, collectors, certificates):
    """The variables of the OpenTelemetry specification, as the guide's https bundle would use them."""
    collector, endpoint = start_collector(collectors, certificates, "http", demand_client=True)
    gateway = start_gateway(by_environment=True, env={
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint,
        "OTEL_EXPORTER_OTLP_CERTIFICATE": certificates.cert("authority"),
        "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": certificates.cert("client"),
        "OTEL_EXPORTER_OTLP_CLIENT_KEY": certificates.key("client"),
        "OTEL_TRACES_SAMPLER": "always_on",
    })
    call(gateway, otlp.one_of("traces"))
    collector.wait_for_spans(1)
