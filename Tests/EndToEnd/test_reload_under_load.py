"""A hundred reloads while senders send: nothing lost, no connection lost."""

import http.client
import threading

import grpc
from harness import otlp
from harness.client import call, grpc_channel, keep_alive, post_over
from harness.grpc_collector import GRPCCollector
from harness.waiting import eventually


def test_a_hundred_reloads_under_load_lose_nothing(start_gateway, collectors):
    """Thirty of them bad. Senders keep their connections from the first request to the last."""
    collectors += (one := GRPCCollector()), (two := GRPCCollector())
    gateway = start_gateway(targets={"default": one.as_target()})
    load = SteadyLoad(gateway)
    try:
        for number in range(100):
            if number % 10 in (3, 6, 9):
                gateway.config.write_text(list(BAD_FILES.values())[number % len(BAD_FILES)])
                gateway.reload("refused")
            else:
                change_something(gateway, number, one, two)
            load.wait(3)
    finally:
        load.stop()
    assert not load.failures, load.failures[:3]
    sent = [span.span_id for span in otlp.spans_in(load.acknowledged)]
    eventually(lambda: len(one.spans()) + len(two.spans()) >= len(sent), what="every span at one of the collectors")
    arrived = [span.span_id for collector in (one, two) for span in collector.spans()]
    assert sorted(arrived) == sorted(sent), f"{len(sent)} acknowledged, {len(arrived)} arrived"
    books = gateway.assert_books_balance()["traces"]
    assert books["targets"]["default"]["delivered"] == books["received"] == len(sent)
    assert gateway.reloads() == {"applied": 70, "refused": 30, "unchanged": 0}


BAD_FILES = {
    "syntax": "{ not: [yaml",
    "version": '{"version": 7}',
    "no profile": '{"version": 1, "profiles": {}}',
    "needs a restart": '{"version": 1, "profiles": {"test": {"limits": {"loops": 9}}}}',
}


def change_something(gateway, number, one, two):
    """Another place for the target every time, and every third time one more target or one fewer."""
    targets = {"default": (one, two)[number % 2].as_target(compression=("gzip", "none")[number % 2])}
    if number % 3 == 0:
        targets["extra"] = {"endpoint": "discard:", "required": False}
    gateway.reload(targets=targets, settings={
        "delivery": {"batch": {"max_delay": f"{number % 7 + 1}ms"}},
        "service": {"attributes": {"turn": str(number)}},
        "limits": {"memory": f"{256 + number}MiB"},
    })


class SteadyLoad:
    """Senders that each use one connection, and take any failure for a fault."""

    def __init__(self, gateway):
        self.acknowledged = []
        self.failures = []
        self._acknowledgements = threading.Semaphore(0)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=send, args=(gateway,)) for send in (self._http, self._grpc) * 2]
        for thread in self._threads:
            thread.start()

    def _http(self, gateway):
        connection = keep_alive(gateway)
        connection.connect()
        socket = connection.sock
        self._send(lambda request: post_over(connection, request).status == 200 and connection.sock is socket)

    def _grpc(self, gateway):
        with grpc_channel(gateway) as channel:
            states = []
            channel.subscribe(states.append)
            self._send(lambda request: call(gateway, request, channel=channel, timeout=10) == b"" and (
                grpc.ChannelConnectivity.TRANSIENT_FAILURE not in states and states.count(
                    grpc.ChannelConnectivity.READY) <= 1))

    def _send(self, send):
        while not self._stop.is_set():
            request = otlp.spans(5)
            try:
                if not send(request):
                    self.failures.append("a request that was refused, or a connection that was lost")
            except (OSError, http.client.HTTPException, grpc.RpcError) as error:
                self.failures.append(repr(error))
                return
            self.acknowledged.append(request)
            self._acknowledgements.release()

    def wait(self, requests):
        for _ in range(requests):
            assert self._acknowledgements.acquire(timeout=20), f"the load came to a halt: {self.failures[:3]}"

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(20)
