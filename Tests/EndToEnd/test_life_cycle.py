"""Starting, doing nothing when told so, and stopping without losing what was acknowledged."""

import re
import signal
import threading

import grpc
import pytest
from harness import otlp
from harness.client import call, grpc_channel, post
from harness.collector import Answer
from harness.gateway import run_command
from harness.http_collector import HTTPCollector
from harness.ports import ReservedPort, is_listening
from harness.waiting import eventually

RETRY = {"initial_interval": "50ms", "max_interval": "200ms"}


class Load:
    """Threads that send spans until told to stop, and remember what was acknowledged."""

    def __init__(self, gateway, transports=("grpc", "http", "grpc", "http")):
        self.acknowledged = []
        self.acknowledgements = threading.Semaphore(0)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(gateway, transport)) for transport in transports]
        for thread in self._threads:
            thread.start()

    def _send(self, gateway, transport):
        with grpc_channel(gateway) as channel:
            while not self._stop.is_set():
                request = otlp.traces(*(otlp.span() for _ in range(5)))
                try:
                    if transport == "http":
                        succeeded = post(gateway, request).status == 200
                    else:
                        succeeded = call(gateway, request, channel=channel, timeout=10) == b""
                except (OSError, grpc.RpcError):
                    self._stop.wait(0.01)
                    continue
                if succeeded:
                    self.acknowledged.append(request)
                    self.acknowledgements.release()

    def wait(self, requests):
        for _ in range(requests):
            assert self.acknowledgements.acquire(timeout=20), "the load came to a halt"

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(20)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_under_load_loses_nothing_that_was_acknowledged(start_gateway, collectors, how):
    collectors.append(collector := HTTPCollector())
    turns = iter(range(10**6))
    collector.decide = lambda request: Answer(code=503) if next(turns) % 3 == 0 else Answer()
    gateway = start_gateway(targets={"default": {"endpoint": collector.endpoint, "retry": RETRY}})
    load = Load(gateway)
    try:
        load.wait(200)
        gateway.process.send_signal(how)
        assert gateway.wait() == 0
    finally:
        load.stop()
    expected = {span.span_id for span in otlp.spans_in(load.acknowledged)}
    arrived = [span.span_id for span in collector.spans()]
    assert expected <= set(arrived), f"{len(expected - set(arrived))} acknowledged spans are lost"
    books = gateway.final_books()["traces"]
    assert books["received"] == books["targets"]["default"]["delivered"] == len(set(arrived))
    assert books["targets"]["default"]["queued"] == 0


def test_a_stop_with_a_dead_target_says_what_it_leaves_behind(start_gateway):
    port = ReservedPort()
    gateway = start_gateway(
        exits=(75,),
        targets={"default": {"endpoint": f"grpc://127.0.0.1:{port.number}", "retry": RETRY}},
        settings={"delivery": {"drain_timeout": "500ms"}})
    call(gateway, otlp.traces(*(otlp.span() for _ in range(7))))
    assert gateway.stop(within=15) == 75
    books = gateway.final_books()["traces"]
    own = books["targets"]["default"]
    assert books["received"] == 7 and own["delivered"] == 0
    assert own["queued"] + own["dropped"] == 7


def test_a_stop_as_soon_as_it_is_ready_is_a_clean_one(start_gateway):
    """Whoever may send may also be told that all of it arrived."""
    for _ in range(8):
        gateway = start_gateway(targets={"nowhere": {"endpoint": "discard:"}})
        assert gateway.stop() == 0
        assert gateway.final_books()["traces"]["received"] == 0


def test_readiness_ends_before_the_listeners_do(start_gateway):
    """While it drains it is alive and not ready, and takes nothing new."""
    port = ReservedPort()
    gateway = start_gateway(
        exits=(75,),
        targets={"default": {"endpoint": f"grpc://127.0.0.1:{port.number}", "retry": RETRY}},
        settings={"delivery": {"drain_timeout": "3s"}})
    assert gateway.get(gateway.admin_port, "/healthz")[0] == 200
    call(gateway, otlp.one_of("traces"))
    gateway.process.send_signal(signal.SIGTERM)
    eventually(lambda: gateway.get(gateway.admin_port, "/readyz")[0] == 503, within=2, what="a 503 from /readyz")
    assert gateway.get(gateway.admin_port, "/healthz")[0] == 200
    eventually(lambda: not is_listening(gateway.http_port), within=2, what="a closed OTLP/HTTP listener")
    eventually(lambda: not is_listening(gateway.grpc_port), within=2, what="a closed OTLP/gRPC listener")
    gateway.wait(within=15)


def test_a_dead_target_does_not_make_it_unready(start_gateway):
    port = ReservedPort()
    gateway = start_gateway(
        exits=(75,),
        targets={"default": {"endpoint": f"grpc://127.0.0.1:{port.number}", "retry": RETRY}},
        settings={"delivery": {"drain_timeout": "300ms"}})
    call(gateway, otlp.one_of("traces"))
    eventually(lambda: gateway.metrics().sum("send_attempts_total") >= 2, what="two attempts")
    assert gateway.get(gateway.admin_port, "/readyz")[0] == 200


@pytest.mark.parametrize("env", [
    {"HEPHAESTUS_TELEMETRY_ENABLED": ""}, {"HEPHAESTUS_TELEMETRY_ENABLED": "false"}, {"OTEL_SDK_DISABLED": "TRUE"},
], ids=["not enabled", "false", "OTEL_SDK_DISABLED"])
def test_disabled_is_a_safe_no_op(start_gateway, grpc_collector, env):
    gateway = start_gateway(by_environment=True, scrapes=False, env=env | {
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{grpc_collector.port}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"})
    for signal_name in otlp.SIGNALS:
        assert post(gateway, otlp.one_of(signal_name)).status == 200
        assert call(gateway, otlp.one_of(signal_name)) == b""
    assert not is_listening(gateway.metrics_port), "a Prometheus listener, though disabled"
    gateway.stop()
    assert not grpc_collector.attempts
    assert len([line for line in gateway.log().splitlines() if "telemetry is off" in line]) == 1
    for signal_name, book in gateway.final_books().items():
        assert (book["received"], book["targets"][""]["delivered"]) == (2, 0), signal_name


def test_the_guides_quick_start_sends_nothing_to_itself(start_gateway):
    """The guide's endpoint tells programs to send here; as a target it would be a loop."""
    gateway = start_gateway(by_environment=True, env={
        "HEPHAESTUS_TELEMETRY_ENABLED": "true",
        "OTEL_SERVICE_NAME": "hephaestus-dev",
        "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
        "OTEL_TRACES_SAMPLER_ARG": "1.0",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:HTTP_PORT",
    })
    for _ in range(20):
        assert post(gateway, otlp.one_of("traces")).status == 200
    books = gateway.assert_books_balance()["traces"]
    assert books["received"] == 20
    assert gateway.metrics().sum("dropped_items_total", reason="no_target") == 20
    assert gateway.metrics().sum("delivered_items_total") == 0
    warnings = [line for line in gateway.log().splitlines() if "OTEL_EXPORTER_OTLP_ENDPOINT" in line]
    assert len(warnings) == 1 and "warning" in warnings[0].lower()


def test_a_port_that_is_taken(tmp_path):
    """A second gateway must not bind the same port silently."""
    port = ReservedPort().listen()
    result = run_command(tmp_path, "run", "--set", "enabled=true", "--set", "admin.listen=127.0.0.1:0", env={
        "HEPHAESTUS_OTLP_HTTP_LISTEN": port.address, "HEPHAESTUS_OTLP_GRPC_LISTEN": "127.0.0.1:0",
        "HEPHAESTUS_PROMETHEUS_HOST": "127.0.0.1", "HEPHAESTUS_PROMETHEUS_PORT": "0"})
    assert result.returncode == 69
    assert port.address in result.stderr


def test_version(start_gateway, tmp_path):
    result = run_command(tmp_path, "--version")
    assert result.returncode == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", result.stdout.strip())
    gateway = start_gateway()
    (labels, value), = gateway.metrics().select("build_info")
    assert (labels["version"], value) == (result.stdout.strip(), 1)
