"""The scrape listener as an HTTP server: who may read, how fast, and what happens to those who do not."""

import base64
import signal
import socket
import ssl
import time

import pytest
from harness import otlp
from harness.client import post
from harness.scraping import OPENMETRICS, scrape
from harness.waiting import eventually

TOKEN, PASSWORD = "canary-token-7f3a", "canary-password-91bc"


def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_head_has_no_body(start_gateway):
    gateway = start_gateway()
    answer = scrape(gateway, OPENMETRICS, method="HEAD")
    assert (answer.status, answer.packed) == (200, b"")
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading(start_gateway, method):
    answer = scrape(start_gateway(), method=method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_metrics_are_where_the_profile_says(start_gateway):
    gateway = start_gateway(settings={"prometheus": {"path": "/numbers"}}, scrapes=False)
    assert scrape(gateway, path="/numbers?name[]=x").status == 200
    assert scrape(gateway).status == 404


def test_one_connection_serves_many_scrapes(start_gateway):
    gateway = start_gateway()
    with socket.create_connection(("127.0.0.1", gateway.metrics_port), timeout=10) as connection:
        connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" * 3 + b"GET /metrics HTTP/1.0\r\n\r\n")
        received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    assert received.count(b"HTTP/1.1 200 OK") == 3 and received.count(b"HTTP/1.0 200 OK") == 1
    assert received.count(b"transfer-encoding: chunked") == 3


@pytest.mark.parametrize("request_head", [
    b"GET /metrics HTTP/1.1\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    b"GET /metrics HTTP/1.1\r\n" + b"X: x\r\n" * 50_000 + b"\r\n",
    b"\x16\x03\x01 no HTTP at all\r\n\r\n",
])
def test_a_request_that_is_none_ends_its_connection(start_gateway, request_head):
    gateway = start_gateway()
    with socket.create_connection(("127.0.0.1", gateway.metrics_port), timeout=10) as connection:
        try:
            connection.sendall(request_head)
            received = b"".join(iter(lambda: connection.recv(1 << 16), b""))
        except ConnectionError:
            received = b""
    assert b" 200 " not in received
    assert scrape(gateway).status == 200


# MARK: Credentials


@pytest.fixture
def guarded(start_gateway):
    return start_gateway(scrapes=False, settings={"prometheus": {"auth": {
        "username": "prometheus", "password": PASSWORD, "bearer_token": TOKEN}}})


@pytest.mark.parametrize("given", [
    f"Bearer {TOKEN}", f"bearer  {TOKEN}", basic("prometheus", PASSWORD), basic("prometheus", PASSWORD).replace("B", "b", 1)])
def test_who_knows_a_secret_may_scrape(guarded, given):
    assert scrape(guarded, Authorization=given).status == 200


@pytest.mark.parametrize("given", [
    None, "", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN,
    basic("prometheus", "wrong"), basic("somebody", PASSWORD), basic("prometheus", ""), "Basic !!!",
    f"Bearer {TOKEN}, Bearer {TOKEN}"])
def test_who_does_not_is_asked_for_it(guarded, given):
    for method, path in [("GET", "/metrics"), ("HEAD", "/metrics"), ("GET", "/elsewhere")]:
        answer = scrape(guarded, method=method, path=path, **({"Authorization": given} if given is not None else {}))
        assert answer.status == 401
        assert answer.headers.get_all("WWW-Authenticate") == [
            'Basic realm="metrics", charset="UTF-8"', 'Bearer realm="metrics"']
        assert b"hephaestus_gw" not in answer.packed
    text = scrape(guarded, Authorization=f"Bearer {TOKEN}").text
    assert 'hephaestus_gw_scrapes_total{code="401"} 3.0' in text
    assert guarded.get(guarded.admin_port, "/readyz")[0] == 200
    for output in (text, guarded.log(), guarded.stdout()):
        assert TOKEN not in output and PASSWORD not in output


def test_a_reload_changes_the_secret(guarded):
    settings = {"prometheus": {"auth": {"bearer_token": "another-token"}}}
    guarded.write(settings=settings)
    guarded.process.send_signal(signal.SIGHUP)
    eventually(lambda: scrape(guarded, Authorization="Bearer another-token").status == 200, what="the new token")
    assert scrape(guarded, Authorization=f"Bearer {TOKEN}").status == 401
    assert scrape(guarded, Authorization=basic("prometheus", PASSWORD)).status == 401


# MARK: TLS


def secured(start_gateway, certificates, name="server", **tls):
    return start_gateway(scrapes=False, settings={"prometheus": {"tls": {
        "cert_file": certificates.cert(name), "key_file": certificates.key(name), **tls}}})


def trusting(certificates):
    context = ssl.create_default_context(cafile=certificates.cert("authority"))
    # As Go's client, which would speak HTTP/2 if it could.
    context.set_alpn_protocols(["h2", "http/1.1"])
    return context


def test_a_scrape_over_tls(start_gateway, certificates):
    gateway = secured(start_gateway, certificates)
    context = trusting(certificates)
    assert scrape(gateway, context=context, Accept_Encoding="zstd").text.startswith("# HELP")
    with socket.create_connection(("localhost", gateway.metrics_port), timeout=10) as connection:
        with context.wrap_socket(connection, server_hostname="localhost") as encrypted:
            assert encrypted.selected_alpn_protocol() == "http/1.1"
    with pytest.raises(OSError):
        scrape(gateway)


def test_only_known_clients_where_the_profile_says_so(start_gateway, certificates):
    gateway = secured(start_gateway, certificates, client_ca_file=certificates.cert("authority"))
    context = trusting(certificates)
    with pytest.raises(OSError):
        scrape(gateway, context=context)
    context.load_cert_chain(certificates.cert("client"), certificates.key("client"))
    assert scrape(gateway, context=context).status == 200


def test_a_reload_shows_a_new_certificate(start_gateway, certificates):
    gateway = secured(start_gateway, certificates)
    gateway.write(settings={"prometheus": {"tls": {
        "cert_file": certificates.cert("soon"), "key_file": certificates.key("soon")}}})

    def shown():
        with socket.create_connection(("localhost", gateway.metrics_port), timeout=10) as connection:
            with trusting(certificates).wrap_socket(connection, server_hostname="localhost") as encrypted:
                return dict(part[0] for part in encrypted.getpeercert()["subject"])["commonName"]

    assert shown() == "server"
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: shown() == "soon", what="the new certificate")


# MARK: Readers


def fill(gateway, series):
    """So many series of some 200 bytes."""
    for start in range(0, series, 5000):
        request = otlp.gauge("filler", range(start, start + 5000), {"padding": "x" * 100})
        for number, point in enumerate(request.resource_metrics[0].scope_metrics[0].metrics[0].gauge.data_points):
            point.attributes[0].value.int_value = start + number
        assert post(gateway, request).status == 200


class SlowReader:
    """Asks for a scrape, and reads no more of it than told to."""

    def __init__(self, gateway):
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(20)
        self._socket.connect(("127.0.0.1", gateway.metrics_port))
        self._socket.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    def read(self, count=1):
        return self._socket.recv(count)

    def read_all(self):
        return b"".join(iter(lambda: self._socket.recv(1 << 20), b""))

    def close(self):
        self._socket.close()


def test_slow_readers_stop_neither_each_other_nor_the_data_path(start_gateway):
    gateway = start_gateway(settings={"limits": {"memory": "512MiB"}})
    fill(gateway, 60_000)
    before = gateway.memory()
    readers = [SlowReader(gateway) for _ in range(8)]
    status = b"".join(reader.read(12) for reader in readers)
    assert status == b"HTTP/1.1 200" * 8
    answer = scrape(gateway)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "1")
    started = time.monotonic()
    assert post(gateway, otlp.one_of("traces")).status == 200
    assert time.monotonic() - started < 2
    # Eight times 20 MB are not in memory.
    assert gateway.memory() - before < 100 << 20
    # Who goes away makes room, and so does who reads on.
    readers[0].close()
    text = eventually(lambda: (answer := scrape(gateway)).status == 200 and answer.text, what="room for a scrape")
    assert 'hephaestus_gw_scrapes_total{code="503"}' in text
    assert text.count("\nfiller{") == 60_000
    rest = readers[1].read_all()
    assert rest.count(b"\nfiller{") > 59_000 and rest.endswith(b"0\r\n\r\n")
    for reader in readers[2:]:
        reader.close()


def test_a_reader_that_takes_nothing_is_let_go(start_gateway):
    gateway = start_gateway()
    fill(gateway, 50_000)
    reader = SlowReader(gateway)
    assert reader.read(12) == b"HTTP/1.1 200"
    time.sleep(32)
    # What the sockets had taken is still there, the end is not.
    try:
        rest = reader.read_all()
    except ConnectionError:
        rest = b""
    assert not rest.endswith(b"0\r\n\r\n")
