"""What the dashboard and the alerts of `examples` are about: gateways, one healthy and one not, and their traffic."""

import threading
import time

from opentelemetry.proto.trace.v1.trace_pb2 import Status

from . import otlp
from .client import PATH, PROTOBUF, keep_alive
from .gateway import Gateway

SECOND = 10**9


def plugin(name, seconds=0.2, status=None, **attributes):
    now = time.time_ns()
    return otlp.span(
        "plugins.execute", status=status, start_time_unix_nano=now - int(seconds * SECOND), end_time_unix_nano=now,
        with_attributes={"plugin": name, "version": "1.0.0", "category": "testing", "success": True} | attributes)


def plugin_runs():
    """Every outcome, some under the guard-rails, one tried again, and a slow one."""
    crashed = Status(code=Status.STATUS_CODE_ERROR)
    return otlp.traces(
        *(plugin("pytest", **{"hephaestus.guard_rails": True}) for _ in range(3)), plugin("ruff", success=False),
        plugin("mypy", status=crashed, retry=2), plugin("bandit", seconds=400))


def metrics():
    """Nine gauges, a series of two writers, and one that says neither delta nor cumulative."""
    request = otlp.gauge(values=range(9))
    added = request.resource_metrics[0].scope_metrics[0].metrics
    now = time.time_ns()
    times = {"start_time_unix_nano": now - SECOND, "time_unix_nano": now}
    contested = added.add(name="contested")
    contested.sum.aggregation_temporality, contested.sum.is_monotonic = 1, True
    contested.sum.data_points.add(as_int=5, **times)
    contested.sum.data_points.add(as_int=6, **times)
    added.add(name="unspecified").sum.data_points.add(as_int=5, **times)
    return request


def padded_span():
    return otlp.span(with_attributes={"note": "canary@private.example", "padding": "x" * 1000})


class Traffic:
    """Sends to both gateways, again and again, whatever they answer."""

    def __init__(self, *gateways):
        self._gateways = gateways
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        connections = [keep_alive(gateway) for gateway in self._gateways]
        while not self._over.wait(0.3):
            for connection in connections:
                self._send(connection, plugin_runs())
                self._send(connection, otlp.traces(otlp.span(trace_id=b"")))
                for _ in range(15):
                    self._send(connection, otlp.traces(*(padded_span() for _ in range(4))))
                self._send(connection, otlp.logs("hello"))
                self._send(connection, metrics())

    @staticmethod
    def _send(connection, request):
        path = PATH[otlp.signal_of(request)]
        connection.request("POST", path, request.SerializeToString(), {"Content-Type": PROTOBUF})
        connection.getresponse().read()

    def stop(self):
        self._over.set()
        self._thread.join(30)


def healthy(folder, collector, picky, nobody):
    """One that works, with a target that refuses logs for good and one that is away and whose queue is soon full."""
    return Gateway(
        folder, exits=(0, 75),
        targets={
            "default": collector.as_target(), "picky": picky.as_target(signals=["logs"]),
            "archive": {
                "endpoint": f"http://{nobody.address}", "required": False, "queue": {"max_size": "64KiB"},
                "retry": {"initial_interval": "20ms", "max_interval": "100ms"}}},
        settings={
            "sampling": {"sampler": "parentbased_traceidratio", "ratio": 0.5}, "privacy": {"mode": "balanced"},
            "delivery": {"drain_timeout": "1s"}, "prometheus": {"max_series": 12}})


def ailing(folder, nobody):
    """One whose only target is away, so that its memory fills."""
    return Gateway(
        folder, exits=(0, 75), targets={"default": {"endpoint": f"http://{nobody.address}"}},
        settings={
            "limits": {"memory": "1MiB"}, "receivers": {"otlp": {"max_message_size": "16KiB"}},
            "delivery": {"drain_timeout": "1s"}})
